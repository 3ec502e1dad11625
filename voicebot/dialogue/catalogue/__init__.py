"""What callers can order, as staff keep it in `nlu_data/catalogue/`: a file is a product."""

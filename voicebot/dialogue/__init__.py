"""The Rasa side: channel connector, client, actions and the language of numbers and names."""

"""Rasa's logistic regression, its weights in the order in which a turn reads them.

scikit-learn multiplies a sentence with the transposed weights. As they are trained, rows first,
4 MB are copied before for each sentence; columns first, they are ready. The numbers are the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.classifiers.logistic_regression_classifier import LogisticRegressionClassifier


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class IntentClassifier(LogisticRegressionClassifier):
    """Named in `nlu_data/config.yml`; its options are those of LogisticRegressionClassifier."""

    @classmethod
    def load(cls, *args: Any, **options: Any) -> LogisticRegressionClassifier:
        """The trained component, as Rasa loads it."""
        component = super().load(*args, **options)
        component.clf.coef_ = np.asfortranarray(component.clf.coef_)
        return component

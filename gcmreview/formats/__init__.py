"""How dates are written where Django writes them by itself, one package for each language of the interface."""

"""What a frozen figure is: measures and their definitions, tranches, and the figures that tranches add up to."""

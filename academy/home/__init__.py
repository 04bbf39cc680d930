"""What a person sees first: a visitor what the academy is, a learner her next step."""

"""What happens on the server alone: an owner's word about one member or two, once each."""

"""What comes without asking: totals over periods, levels, milestones, bonuses, memberships."""

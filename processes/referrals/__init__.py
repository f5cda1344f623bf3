"""Referrals to specialist services: order, answer, consequences; results in a protected store (Fachkonzept A.6.2)."""

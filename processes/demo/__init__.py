"""The demo jobcenter "Musterstadt": invented people whose cases have really run through the processes."""

from processes.demo.accounts import DEMO_PASSWORD, DemoAccount, demo_accounts
from processes.demo.seeding import seed

__all__ = ["DEMO_PASSWORD", "DemoAccount", "demo_accounts", "seed"]

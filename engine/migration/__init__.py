"""Carrying running instances over to another version: plans, what they allow, what they would do, doing it, undoing it.

* `plan`, `suggest`, `joins` - which element becomes which, and why
* `kinds`, `check` - what a plan may say about two versions
* `obstacles` - why one instance cannot be carried over
* `preview` - what exactly would happen to one instance: the function that applying it uses, too
* `rows` - the rows people and workers read, renamed so that tasks, drafts, timers and jobs stay the same ones
"""

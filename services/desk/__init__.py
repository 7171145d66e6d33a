"""The desk: the web application in which people read mentions, handle alerts and answer.

Reads mention.changed, mention.triaged, alert.changed, work.changed, staff.changed and channel.reported; writes
alert.changed (what people did about an alert), work.changed and audit.recorded. State: a read model in SQLite, rebuilt
from the topics at any time; sessions; and the audit journal, which is on this machine's disk before a page is served.
"""

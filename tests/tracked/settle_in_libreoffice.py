"""Run by the system's Python, which has UNO: a Word file's notes after accept or reject all.

``python3 settle_in_libreoffice.py FILE (accept|reject) FOLDER`` prints JSON: the count of
changes before and after, the endnotes, the body.  FOLDER becomes the profile.
"""

import json
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def connect(pipe):
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local
    )
    for _ in range(120):
        try:
            return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
        except NoConnectException:
            time.sleep(0.5)
    raise SystemExit("LibreOffice did not start")


def count(redlines):
    changes, n = redlines.createEnumeration(), 0
    while changes.hasMoreElements():
        changes.nextElement()
        n += 1
    return n


def settle(context, file, how):
    services = context.ServiceManager
    desktop = services.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(file), "_blank", 0, (hidden,))
    before = count(document.Redlines)
    dispatcher = services.createInstanceWithContext("com.sun.star.frame.DispatchHelper", context)
    command = {"accept": ".uno:AcceptAllTrackedChanges", "reject": ".uno:RejectAllTrackedChanges"}
    dispatcher.executeDispatch(document.CurrentController.Frame, command[how], "", 0, ())
    notes = document.Endnotes
    told = {
        "before": before,
        "after": count(document.Redlines),
        "notes": [notes.getByIndex(i).String.strip() for i in range(notes.Count)],
        "body": document.Text.String,
    }
    document.close(True)
    desktop.terminate()
    return told


def main(file, how, folder):
    pipe = f"citecheck{abs(hash(folder)) % 10**9}"
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", f"-env:UserInstallation=file://{folder}",
         f"--accept=pipe,name={pipe};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        print(json.dumps(settle(connect(pipe), file, how)))
    finally:
        try:
            office.wait(20)
        except subprocess.TimeoutExpired:
            office.kill()


if __name__ == "__main__":
    main(*sys.argv[1:])

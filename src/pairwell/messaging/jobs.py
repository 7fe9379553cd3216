"""Work of the post office in the worker."""

from procrastinate.contrib.django import app

from pairwell.core import clock
from pairwell.messaging import chat_sending, chat_services, push_sending, sending
from pairwell.messaging.delivery_queue import CHAT_TASK, PUSH_TASK, TASK
from pairwell.messaging.weekly import send_weekly_letters


@app.task(name=TASK, queue="letters")
def deliver_letters() -> int:
    """Send every letter that is due, each at most once; workers share the box. Returns how many left."""
    postman, sent = sending.Postman(), 0
    try:
        while (letter := sending.claim_next()) is not None:
            outcome = postman.carry(letter)
            sending.settle(letter, outcome, clock.now())
            sent += outcome.state == "sent"
            if outcome.stop:
                break
    finally:
        postman.close()
    return sent


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="look_after_letters", queue="letters")
def look_after_letters(timestamp: int) -> int:
    """Every minute: letters of dead workers, and those whose time has come again. Returns how many left."""
    sending.find_abandoned()
    return deliver_letters()


@app.task(name=CHAT_TASK, queue="letters")
def deliver_chat_lines() -> int:
    """Take every line that is due to its chat; workers share them. Returns how many a chat took."""
    sent = 0
    while (line := chat_sending.claim_next()) is not None:
        took_it = chat_services.say(line.to.address, chat_sending.text_of(line))
        chat_sending.settle(line, took_it=took_it)
        sent += took_it
    return sent


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="look_after_chats", queue="letters")
def look_after_chats(timestamp: int) -> int:
    """Every minute: lines of dead workers, and those whose time has come. Returns how many a chat took."""
    chat_sending.find_abandoned()
    return deliver_chat_lines()


@app.task(name=PUSH_TASK, queue="letters")
def deliver_push_lines() -> int:
    """Take every line that is due to its device; workers share them. Returns how many were taken."""
    sent = 0
    while (line := push_sending.claim_next()) is not None:
        status = push_sending.push(line.to)
        push_sending.settle(line, status=status)
        sent += 200 <= status < 300
    return sent


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="look_after_devices", queue="letters")
def look_after_devices(timestamp: int) -> int:
    """Every minute: lines of dead workers, and those whose time has come. Returns how many were taken."""
    push_sending.find_abandoned()
    return deliver_push_lines()


@app.periodic(cron="10 * * * *")
@app.task(queueing_lock="send_weekly", queue="letters")
def send_weekly(timestamp: int) -> int:
    """Every hour: the weekly letter of those for whom it is Monday morning. Returns how many were written."""
    return send_weekly_letters()

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import dev.wshttp.security.fuzz.Alarm;
import dev.wshttp.security.fuzz.Episode;
import dev.wshttp.security.fuzz.Finding;
import dev.wshttp.security.fuzz.View;
import dev.wshttp.security.fuzz.mutation.Choices;
import dev.wshttp.security.fuzz.mutation.Mutated;
import dev.wshttp.security.fuzz.mutation.Mutator;
import dev.wshttp.security.fuzz.mutation.WireMessage;
import dev.wshttp.security.fuzz.wire.Witness.Sighting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One episode on the wire: a client calls, and one of its messages, or the reply to it, is changed on its way. */
final class Interception {
    private static final Duration BETWEEN_EPISODES = Duration.ofSeconds(2);
    private static final Mutated NOTHING_CHANGED = new Mutated(WireMessage.of(new byte[0]), "nothing");

    private final World world;
    private final WireScenario scenario;
    private final Episode episode;
    private final Alarm alarm;
    private final Judge judge;
    private final FuzzClient client;
    private final Call call;
    private final String reply;
    private final List<WireMessage> passed;
    private final List<Sighting> due = new ArrayList<>();
    private boolean armed;
    private boolean done;
    private @Nullable Finding finding;
    private Mutated changed = NOTHING_CHANGED;
    private int changedCopy;
    private View expectedReply = new View(List.of(), List.of());

    Interception(World world, WireScenario scenario, Episode episode, Alarm alarm, List<WireMessage> library) {
        this.world = world;
        this.scenario = scenario;
        this.episode = episode;
        this.alarm = alarm;
        this.judge = new Judge(scenario.kind());
        this.client = world.client();
        this.call = new Call(
                scenario.kind() == MessageKind.REFUSED_CALL ? Desk.REFUSE : Desk.ECHO,
                "text-" + episode.index(),
                episode.index() % 1_000);
        this.reply = world.replyTo(call);
        this.passed = new ArrayList<>(library);
    }

    /** @throws Finding if a changed message did what it must not do */
    void run() {
        world.advance(BETWEEN_EPISODES);
        world.network(this::answer);
        try {
            prepare();
            armed = true;
            Throwable failure = act();
            if (finding != null) {
                throw finding;
            }
            judgeClient(failure);
            requireSilence();
        } finally {
            world.peace();
        }
    }

    /** What has to come before the message that is changed, and sometimes more, so that there is something to take parts from. */
    private void prepare() {
        MessageKind kind = scenario.kind();
        boolean needsSession = kind == MessageKind.RENEW || kind == MessageKind.CANCEL;
        if (needsSession || (kind.isCall() && episode.choices().oneIn(3))) {
            client.make(new Call(Desk.ECHO, "before", 1));
        }
        if (kind == MessageKind.RENEW) {
            world.advance(Mode.RENEWAL.plusSeconds(1));
        }
        world.witness().sightings();
    }

    private @Nullable Throwable act() {
        try {
            if (scenario.kind() == MessageKind.CANCEL) {
                client.close();
            } else {
                client.make(call);
            }
            return null;
        } catch (Throwable failed) {
            return failed;
        }
    }

    /** Stands between client and service. */
    private Answer answer(WireMessage request) {
        try {
            return answerTo(request);
        } catch (Finding found) {
            finding = found;
        } catch (RuntimeException broken) {
            finding = new Finding("the exchange broke: " + broken, changed, changedCopy, broken);
        }
        return new Answer(503, new WireMessage("", new byte[0]));
    }

    private Answer answerTo(WireMessage request) {
        MessageKind kind = MessageKind.of(request);
        expect(kind, request);
        boolean attacks = armed && !done && kind == scenario.kind();
        done = done || attacks;
        Answer answer = attacks && scenario.attacksService() ? attackService(request) : delivered(request);
        if (kind.isCall()) {
            expectedReply = View.of(answer.message().octets()).with(List.of(reply));
        }
        passed.add(request);
        passed.add(answer.message());
        return attacks && !scenario.attacksService() ? changedReply(answer) : answer;
    }

    /** The application may see a call once, as its client signed it. */
    private void expect(MessageKind kind, WireMessage request) {
        if (armed && kind.isCall()) {
            due.add(new Sighting(View.of(request.octets()).with(call.body()), call.seenOf(world.callerName())));
        }
    }

    private Answer delivered(WireMessage request) {
        Answer answer = world.send(request);
        if (armed) {
            requireDue();
        }
        return answer;
    }

    private Answer attackService(WireMessage genuine) {
        Answer accepted = null;
        for (int copy = 0; copy < scenario.copies(); copy++) {
            if (episode.wants(copy)) {
                Answer answer = attack(genuine, copy);
                accepted = answer.status() == 200 ? answer : accepted;
            }
        }
        Answer last = delivered(genuine);
        boolean isBelieved = accepted != null
                && (scenario.kind().isCall() || episode.choices().oneIn(2));
        return isBelieved && accepted != null ? accepted : last;
    }

    private Answer attack(WireMessage genuine, int copy) {
        Choices choices = episode.choices(copy);
        changed = Mutator.mutate(genuine, passed, choices);
        changedCopy = copy;
        var cost = Cost.of(() -> world.send(changed.message()));
        int sightings = requireDue();
        judge.problemOf(cost.result(), sightings).ifPresent(this::found);
        requireSilence();
        if (cost.isHigh()
                && cost.result().status() != 200
                && Cost.of(() -> world.send(changed.message())).isHigh()) {
            found("it costs " + cost.millis() + " ms");
        }
        return cost.result();
    }

    /** Requires that the application saw nothing but what is due, and returns how much it saw. */
    private int requireDue() {
        List<Sighting> seen = world.witness().sightings();
        for (Sighting sighting : seen) {
            if (!due.remove(sighting)) {
                found("the application saw something else than was signed, or saw it twice: " + sighting.call()
                        + differences(sighting));
            }
        }
        return seen.size();
    }

    private String differences(Sighting sighting) {
        return due.isEmpty()
                ? ""
                : View.difference(sighting.envelope(), due.get(0).envelope());
    }

    private Answer changedReply(Answer genuine) {
        Choices choices = episode.choices(0);
        changed = Mutator.mutate(genuine.message(), passed, choices);
        int status = choices.oneIn(8) ? choices.of(200, 500, 202, 400) : genuine.status();
        return new Answer(status, changed.message());
    }

    private void judgeClient(@Nullable Throwable failure) {
        boolean replies = scenario.kind() != MessageKind.CANCEL;
        if (failure == null || failure instanceof jakarta.xml.ws.soap.SOAPFaultException) {
            if (replies && !client.received().equals(expectedReply)) {
                found("the client's application saw something else than was signed:"
                        + View.difference(client.received(), expectedReply));
            }
        } else {
            Judge.problemOf(failure).ifPresent(problem -> {
                throw new Finding(problem, changed, changedCopy, failure);
            });
        }
    }

    private void requireSilence() {
        String heard = alarm.heard();
        if (!heard.isEmpty()) {
            found("an error was logged: " + heard);
        }
    }

    private void found(String problem) {
        throw new Finding(problem, changed, changedCopy);
    }
}

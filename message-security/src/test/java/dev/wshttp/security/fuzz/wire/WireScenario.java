// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import dev.wshttp.security.fuzz.Alarm;
import dev.wshttp.security.fuzz.Episode;
import dev.wshttp.security.fuzz.Scenario;
import java.util.ArrayList;
import java.util.List;

/** Requests of a kind to the service, or the replies to them, in one mode. */
public final class WireScenario implements Scenario {
    // Below the number of refusals after which a service keeps quiet under one secret.
    private static final int REQUESTS_UNDER_ONE_SECRET = 6;

    private final Mode mode;
    private final Direction direction;
    private final MessageKind kind;
    private final Worlds worlds;
    private final Alarm alarm;

    private WireScenario(Mode mode, Direction direction, MessageKind kind, Worlds worlds, Alarm alarm) {
        this.mode = mode;
        this.direction = direction;
        this.kind = kind;
        this.worlds = worlds;
        this.alarm = alarm;
    }

    enum Direction {
        REQUEST,
        REPLY
    }

    /** All scenarios over HTTP. Closing one closes what all of them share. */
    public static List<Scenario> all(Alarm alarm) {
        var worlds = new Worlds();
        var all = new ArrayList<Scenario>();
        for (Mode mode : Mode.values()) {
            for (MessageKind kind : mode.messages()) {
                for (Direction direction : Direction.values()) {
                    all.add(new WireScenario(mode, direction, kind, worlds, alarm));
                }
            }
        }
        return all;
    }

    @Override
    public String name() {
        return mode + "-" + kind + "-" + direction;
    }

    @Override
    public int copies() {
        return direction == Direction.REQUEST ? REQUESTS_UNDER_ONE_SECRET : 1;
    }

    @Override
    public void run(Episode episode) {
        World world = worlds.of(mode);
        new Interception(world, this, episode, alarm, worlds.library(mode)).run();
    }

    MessageKind kind() {
        return kind;
    }

    boolean attacksService() {
        return direction == Direction.REQUEST;
    }

    @Override
    public void close() {
        worlds.close();
    }

    @Override
    public String toString() {
        return name();
    }
}

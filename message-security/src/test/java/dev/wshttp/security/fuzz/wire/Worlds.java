// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.fuzz.wire;

import dev.wshttp.security.fuzz.mutation.WireMessage;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One world a mode, made anew in time, and the messages that pass there unchanged: parts for other messages. For one thread. */
final class Worlds implements AutoCloseable {
    private final Map<Mode, World> worlds = new EnumMap<>(Mode.class);
    private final Map<Mode, List<WireMessage>> libraries = new EnumMap<>(Mode.class);

    /** The world of a mode. */
    World of(Mode mode) {
        World present = worlds.get(mode);
        if (present != null && !present.isOld()) {
            return present;
        }
        if (present != null) {
            present.close();
        }
        var made = new World(mode);
        worlds.put(mode, made);
        libraries.put(mode, recorded(mode, made));
        return made;
    }

    /** Messages of another client and of other modes, always of the same kinds in the same order. */
    List<WireMessage> library(Mode mode) {
        var all = new ArrayList<WireMessage>();
        for (Mode each : Mode.values()) {
            of(each);
            all.addAll(libraries.getOrDefault(each, List.of()));
        }
        all.addAll(libraries.getOrDefault(mode, List.of())); // its own are wanted more often
        return all;
    }

    private static List<WireMessage> recorded(Mode mode, World world) {
        var passed = new ArrayList<WireMessage>();
        world.network(request -> {
            Answer answer = world.send(request);
            passed.add(request);
            passed.add(answer.message());
            return answer;
        });
        FuzzClient client = world.otherClient();
        client.make(new Call(Desk.ECHO, "another", 7));
        if (mode.messages().contains(MessageKind.RENEW)) {
            world.advance(Mode.RENEWAL.plusSeconds(1));
        }
        client.make(new Call(Desk.ERASE, "another", 8));
        client.close();
        world.peace();
        return passed;
    }

    @Override
    public void close() {
        worlds.values().forEach(World::close);
        worlds.clear();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import static java.util.Objects.requireNonNull;

import dev.wshttp.calculator.service.ServicesOnRequest;
import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.it.program.ClientSetup;
import dev.wshttp.it.program.Jars;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.program.ServiceJvm;
import dev.wshttp.it.program.ServiceLog;
import dev.wshttp.it.program.ServiceSetup;
import dev.wshttp.it.wire.FreePort;
import dev.wshttp.it.wire.WirePeer;
import dev.wshttp.testing.Certificates;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Instances of the service's jar, each of which serves all modes, behind a balancer for each mode. Not safe for use by several threads. */
final class JarInstances implements AutoCloseable {
    private static final Duration LONGEST_START = Duration.ofSeconds(60);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
    private static final String KEY = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";

    private final Certificates certificates = Certificates.create();
    private final Map<Mode, Balancer> balancers = new EnumMap<>(Mode.class);
    private final UnaryOperator<ServiceSetup> change;
    private final List<Instance> instances = new ArrayList<>();

    private record Instance(RunningProgram program, Map<Mode, URI> via) {}

    private JarInstances(UnaryOperator<ServiceSetup> change) {
        this.change = change;
        for (Mode mode : Mode.values()) {
            balancers.put(mode, new Balancer());
        }
    }

    /** Starts instances at the same time. */
    static JarInstances start(int count, UnaryOperator<ServiceSetup> change) {
        var all = new JarInstances(change);
        all.certificates.write("cluster.keys", KEY + "\n");
        all.launch(count);
        return all;
    }

    private void launch(int count) {
        for (int at = 0; at < count; at++) {
            Map<Mode, URI> via = new EnumMap<>(Mode.class);
            for (Mode mode : Mode.values()) {
                via.put(mode, URI.create("http://localhost:" + FreePort.find() + "/Calculator"));
            }
            RunningProgram program = Jars.SERVICE.start(ServicesOnRequest.class, List.of());
            via.forEach(
                    (mode, listenOn) -> program.enter(settings(mode, listenOn).toString()));
            instances.add(new Instance(program, via));
        }
        instances.forEach(this::join);
    }

    private Path settings(Mode mode, URI listenOn) {
        ServiceSetup setup = change.apply(ServiceSetup.standard(mode)
                .with("address", address(mode).toString())
                .with("listen-uri", listenOn.toString())
                .with("cluster.tokens", "self-contained")
                .with("cluster.keys-file", "cluster.keys"));
        return certificates.write("service-" + listenOn.getPort() + ".properties", setup.asProperties());
    }

    /** Waits until an instance serves all modes, and lets messages reach it. */
    private void join(Instance instance) {
        for (Mode mode : Mode.values()) {
            try {
                instance.program().out().await(line -> line.endsWith(" READY " + address(mode)), LONGEST_START);
            } catch (IllegalStateException notReady) {
                throw new IllegalStateException(
                        "An instance did not start: " + instance.program().err().soFar(), notReady);
            }
            balancer(mode).add(requireNonNull(instance.via().get(mode)));
        }
    }

    /** Ends all instances, and then starts as many. */
    void restartAtOnce() {
        int count = instances.size();
        endAll();
        launch(count);
    }

    private void endAll() {
        for (Instance instance : instances) {
            instance.via().forEach((mode, via) -> balancer(mode).remove(via));
        }
        List<Integer> exitCodes = instances.parallelStream()
                .map(instance -> instance.program().stop(LONGEST_STOP))
                .toList();
        if (!exitCodes.stream().allMatch(code -> code == ServiceJvm.ENDED_WHEN_ASKED)) {
            throw new IllegalStateException("The instances ended with " + exitCodes + " (expected "
                    + ServiceJvm.ENDED_WHEN_ASKED + ", when asked to end)");
        }
        instances.clear();
    }

    /** Returns where clients of a mode connect to. */
    URI address(Mode mode) {
        return balancer(mode).address();
    }

    Balancer balancer(Mode mode) {
        return requireNonNull(balancers.get(mode));
    }

    /** Returns a client, which knows the balancer only. */
    ClientSetup client(Mode mode) {
        return ClientSetup.standard(certificates.pki(), mode);
    }

    /** Returns a peer that sends to the n-th instance, without any security code. */
    WirePeer wire(Mode mode, int at) {
        return new WirePeer(requireNonNull(instances.get(at).via().get(mode)));
    }

    ServiceLog log(int at) {
        return new ServiceLog(instances.get(at).program().err());
    }

    Certificates certificates() {
        return certificates;
    }

    @Override
    public void close() {
        try {
            endAll();
        } finally {
            instances.forEach(each -> each.program().close());
            balancers.values().forEach(Balancer::close);
            certificates.close();
        }
    }
}

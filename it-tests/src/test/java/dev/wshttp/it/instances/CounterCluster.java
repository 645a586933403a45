// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import dev.wshttp.it.instances.InstanceProcess.Honesty;
import dev.wshttp.it.process.RunningProgram;
import dev.wshttp.it.program.ClientSetup;
import dev.wshttp.it.program.Mode;
import dev.wshttp.it.program.ServiceSetup;
import dev.wshttp.testing.Certificates;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.UUID;

/** Counting instances behind a balancer, with a file of keys, and a log of the truth. Not safe for use by several threads. */
final class CounterCluster implements AutoCloseable {
    private static final String KEYS = "cluster.keys";
    private static final int KEY_BYTES = 32;

    private final Certificates certificates = Certificates.create();
    private final Balancer balancer = new Balancer();
    private final TruthLog truth = new TruthLog(certificates.folder().resolve("truth.log"));
    private final List<InstanceProcess> instances = new ArrayList<>();
    private final Mode mode;
    private final Honesty honesty;

    CounterCluster(Mode mode, Honesty honesty) {
        this.mode = mode;
        this.honesty = honesty;
        rotateKeys();
        truth.open();
    }

    /** Starts instances at the same time, one for each address of the store, the n-th with its clock n times a time ahead. */
    void start(List<String> stores, Duration clocksApart) {
        List<RunningProgram> starting = new ArrayList<>();
        for (int at = 0; at < stores.size(); at++) {
            starting.add(launch(List.of(stores.get(at)), clocksApart.multipliedBy(at)));
        }
        starting.forEach(each -> join(each, 1));
    }

    /** Starts instances that need not end one by one: in one JVM, which starts sooner than several. */
    void startTogether(int count, String store) {
        join(launch(Collections.nCopies(count, store), Duration.ZERO), count);
    }

    /** Starts one more. */
    void add(String store, Duration clockAhead) {
        join(launch(List.of(store), clockAhead), 1);
    }

    private RunningProgram launch(List<String> stores, Duration clockAhead) {
        return InstanceProcess.launch(stores.stream().map(this::settings).toList(), truth, clockAhead, honesty);
    }

    private void join(RunningProgram starting, int count) {
        for (InstanceProcess ready : InstanceProcess.ready(starting, count)) {
            instances.add(ready);
            balancer.add(ready.address());
        }
    }

    private Path settings(String store) {
        ServiceSetup setup = ServiceSetup.standard(mode)
                .with("address", balancer.address().toString())
                .with("cluster.tokens", "self-contained")
                .with("cluster.keys-file", KEYS)
                .with("cluster.uri", store)
                // Programs of this test share the processors, and a JVM that has just started is slow.
                .with("cluster.timeout", "2s")
                .with("negotiation.max-per-second", "1000")
                .with("negotiation.max-per-second-per-address", "1000");
        return certificates.write("instance-" + UUID.randomUUID() + ".properties", setup.asProperties());
    }

    /** Ends the n-th instance without asking; the balancer notices by itself. */
    void kill(int at) {
        InstanceProcess killed = instances.remove(at);
        killed.close();
        // Connections are refused from now on; health checks of a balancer take it out at some time.
        balancer.remove(killed.address());
    }

    /** Takes the n-th instance out, and ends it as an operator does. */
    void stop(int at) {
        InstanceProcess stopped = instances.remove(at);
        balancer.remove(stopped.address());
        stopped.stop();
        stopped.close();
    }

    int size() {
        return instances.size();
    }

    List<InstanceProcess> instances() {
        return List.copyOf(instances);
    }

    /** Puts a new key before the others, in one step. */
    void rotateKeys() {
        var key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        Path file = certificates.file(KEYS);
        try {
            String others = Files.exists(file) ? Files.readString(file) : "";
            certificates.write(KEYS, Base64.getEncoder().encodeToString(key) + "\n" + others);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    Balancer balancer() {
        return balancer;
    }

    TruthLog truth() {
        return truth;
    }

    ClientSetup client() {
        return ClientSetup.standard(certificates.pki(), mode);
    }

    @Override
    public void close() {
        instances.forEach(InstanceProcess::close);
        balancer.close();
        certificates.close();
    }
}

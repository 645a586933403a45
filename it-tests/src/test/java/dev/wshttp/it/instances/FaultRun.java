// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import dev.wshttp.it.instances.TruthLog.Call;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/** Clients call a cluster, an attacker sends their calls again, and faults befall instances and store. */
final class FaultRun implements AutoCloseable {
    /** The clients of a run. */
    static final int CLIENTS = 8;

    /** How long calls may take to flow again. */
    static final Duration LONGEST_FLOW = Duration.ofSeconds(30);

    private static final int TWIN_EACH = 20;
    private static final int ANSWERS = 3;
    private static final Duration LEAST_PAUSE_OF_ATTACKER = Duration.ofMillis(10);

    private final CounterCluster cluster;
    private final FaultTable table = new FaultTable();
    private final ReplayAttacker attacker;
    private final CallingClients clients;
    private final Duration calm;

    /**
     * Starts clients and attacker.
     *
     * @param calm for how long calls flow between two faults
     * @param pause of each client after each call
     */
    FaultRun(CounterCluster cluster, Duration calm, Duration pause) {
        this.cluster = cluster;
        this.calm = calm;
        cluster.balancer().twinEach(TWIN_EACH);
        this.attacker = ReplayAttacker.beside(cluster.balancer(), pause.plus(LEAST_PAUSE_OF_ATTACKER));
        this.clients = CallingClients.start(cluster.client(), cluster.balancer().address(), CLIENTS, pause);
        clients.awaitFlow(ANSWERS, LONGEST_FLOW);
    }

    /** Lets a fault happen and end, and waits until calls flow again. */
    void fault(String what, Runnable happening) {
        LockSupport.parkNanos(calm.toNanos());
        long answered = clients.answers();
        long failed = clients.failed();
        happening.run();
        Duration flow = clients.awaitFlow(ANSWERS, LONGEST_FLOW);
        table.add(what, new FaultTable.Row(clients.answers() - answered, clients.failed() - failed, flow));
    }

    /** Lets time pass while a fault lasts. */
    static void last(Duration time) {
        LockSupport.parkNanos(time.toNanos());
    }

    FaultTable table() {
        return table;
    }

    CallingClients clients() {
        return clients;
    }

    /** Ends clients and attacker, and judges by the log of the instances. */
    Verdict end() throws InterruptedException {
        clients.close();
        attacker.close();
        Map<Call, Integer> executions = cluster.truth().executions();
        Set<Call> answered = clients.answered();
        List<Call> twice = executions.entrySet().stream()
                .filter(execution -> execution.getValue() > 1)
                .map(Map.Entry::getKey)
                .toList();
        List<Call> lost =
                answered.stream().filter(call -> !executions.containsKey(call)).toList();
        return new Verdict(
                executions.size(),
                answered.size(),
                clients.failed(),
                twice,
                lost,
                attacker.sent(),
                attacker.accepted());
    }

    /**
     * What the log says.
     *
     * @param executed how many calls were executed
     * @param answered how many of them were answered
     * @param failed calls that got no answer or a refusal
     * @param twice calls that were executed more than once
     * @param lost calls that were answered and not executed
     * @param replays copies that the attacker sent
     * @param accepted copies that were answered
     */
    record Verdict(
            long executed, long answered, long failed, List<Call> twice, List<Call> lost, long replays, long accepted) {
        @Override
        public String toString() {
            return String.format(
                    "%d calls executed, %d answered, %d failed; executed twice: %d; answered and not executed: %d; copies sent by the attacker: %d, accepted: %d",
                    executed, answered, failed, twice.size(), lost.size(), replays, accepted);
        }
    }

    @Override
    public void close() throws InterruptedException {
        clients.close();
        attacker.close();
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.instances;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;

/** Takes legs between the services of one JVM. */
public final class RelayOfOneJvm {
    private final Map<String, Instance> began = new ConcurrentHashMap<>();
    private final AtomicInteger handedOver = new AtomicInteger();

    /** Returns the relay of one more instance. */
    public LegRelay instance() {
        return new Instance();
    }

    /** Returns how many legs were handed over. */
    public int handedOver() {
        return handedOver.get();
    }

    private final class Instance implements LegRelay {
        private final Map<String, UnaryOperator<byte[]>> answering = new ConcurrentHashMap<>();

        @Override
        public void receive(String endpoint, UnaryOperator<byte[]> operator) {
            if (answering.putIfAbsent(endpoint, operator) != null) {
                throw new IllegalStateException("'" + endpoint + "' receives legs already");
            }
        }

        @Override
        public boolean begun(String endpoint, String negotiation, Duration keep) {
            return began.putIfAbsent(endpoint + " " + negotiation, this) == null;
        }

        @Override
        public Optional<byte[]> handOver(String endpoint, String negotiation, byte[] leg) {
            Instance other = began.get(endpoint + " " + negotiation);
            if (other == null || other == this) {
                return Optional.empty();
            }
            handedOver.incrementAndGet();
            return Optional.ofNullable(other.answering.get(endpoint)).map(each -> each.apply(leg));
        }
    }
}

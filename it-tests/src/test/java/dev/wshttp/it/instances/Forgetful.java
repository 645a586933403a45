// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.instances.LegRelay;
import dev.wshttp.security.instances.ServiceInstances;
import dev.wshttp.security.instances.SharedMemory;
import dev.wshttp.security.instances.TokenSeal;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** A shared memory whose check for replays is taken out: it admits every message. A test of the service has to notice. */
record Forgetful(SharedMemory genuine) implements SharedMemory {
    /** Returns a feature with such a memory. */
    static MessageSecurityFeature version(MessageSecurityFeature configured) {
        return configured.withInstances(new Instances(configured.instances().orElseThrow()));
    }

    private record Instances(ServiceInstances genuine) implements ServiceInstances {
        @Override
        public TokenSeal tokens() {
            return genuine.tokens();
        }

        @Override
        public Optional<SharedMemory> memory() {
            return genuine.memory().map(Forgetful::new);
        }

        @Override
        public Optional<LegRelay> relay() {
            return genuine.relay();
        }

        @Override
        public OptionalLong maxSessions() {
            return genuine.maxSessions();
        }

        @Override
        public void close() {
            genuine.close();
        }
    }

    @Override
    public Admission admit(byte[] message, Duration keep, String context) {
        Admission known = genuine.admit(message, keep, context);
        return known == Admission.SEEN ? Admission.ADMITTED : known;
    }

    @Override
    public boolean end(String context, Duration keep) {
        return genuine.end(context, keep);
    }

    @Override
    public boolean hasEnded(String context) {
        return genuine.hasEnded(context);
    }

    @Override
    public long count(byte[] counter, Duration keep) {
        return genuine.count(counter, keep);
    }

    @Override
    public boolean take(byte[] bucket, int perSecond, Duration burst) {
        return genuine.take(bucket, perSecond, burst);
    }

    @Override
    public boolean hold(String holder, Duration keep, long most) {
        return genuine.hold(holder, keep, most);
    }

    @Override
    public void release(String holder) {
        genuine.release(holder);
    }

    @Override
    public Instant completeSince() {
        return genuine.completeSince();
    }
}

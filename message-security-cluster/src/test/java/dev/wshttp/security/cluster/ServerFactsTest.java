// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wshttp.security.cluster.Joining.UnsuitableStoreException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ServerFactsTest {
    private static final String GENUINE = """
            # Server\r
            run_id:5f\r
            uptime_in_seconds:7\r
            # Memory\r
            maxmemory_policy:noeviction\r
            # Stats\r
            evicted_keys:3\r
            # Replication\r
            connected_slaves:2\r
            master_replid:aa\r
            master_replid2:bb\r
            """;

    @Test
    void readsWhatTheServerTells() {
        ServerFacts facts = ServerFacts.of(GENUINE);

        assertThatCode(facts::requireSuitable).doesNotThrowAnyException();
        assertThat(facts.run()).isEqualTo("5f");
        assertThat(facts.uptime()).isEqualTo(Duration.ofSeconds(7));
        assertThat(facts.evicted()).isEqualTo(3);
        assertThat(facts.replicas()).isEqualTo(2);
        assertThat(facts.replication()).isEqualTo("aa");
        assertThat(facts.formerReplication()).isEqualTo("bb");
    }

    @Test
    void isUnsuitableWithoutARun() {
        assertThatThrownBy(() ->
                        ServerFacts.of(GENUINE.replace("run_id:5f", "run_id:")).requireSuitable())
                .isInstanceOf(UnsuitableStoreException.class)
                .hasMessageContaining("run_id");
        assertThatThrownBy(() ->
                        ServerFacts.of(GENUINE.replace("run_id:5f", "other:5f")).requireSuitable())
                .isInstanceOf(UnsuitableStoreException.class)
                .hasMessageContaining("run_id");
    }

    @Test
    void isUnsuitableIfItEvictsOrDoesNotTell() {
        for (String other : new String[] {"maxmemory_policy:volatile-ttl", "maxmemory_policy:", "other:noeviction"}) {
            assertThatThrownBy(() -> ServerFacts.of(GENUINE.replace("maxmemory_policy:noeviction", other))
                            .requireSuitable())
                    .isInstanceOf(UnsuitableStoreException.class)
                    .hasMessageContaining("noeviction");
        }
    }

    @Test
    void countsNothingThatIsNoNumber() {
        assertThat(ServerFacts.of("connected_slaves:many").replicas()).isZero();
    }
}

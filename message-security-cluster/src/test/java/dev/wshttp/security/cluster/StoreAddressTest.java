// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wshttp.security.cluster.StoreAddress.Kind;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StoreAddressTest {
    @Test
    void isAServer() {
        StoreAddress address = StoreAddress.of("redis://store:6380/2");
        RedisURI uri = address.uris().get(0);

        assertThat(address.kind()).isEqualTo(Kind.SERVER);
        assertThat(address.isEncrypted()).isFalse();
        assertThat(uri.getHost()).isEqualTo("store");
        assertThat(uri.getPort()).isEqualTo(6380);
        assertThat(uri.getDatabase()).isEqualTo(2);
    }

    @Test
    void isAServerWithTlsWhoseCertificateIsVerified() {
        RedisURI uri = StoreAddress.of("rediss://store").uris().get(0);

        assertThat(uri.isSsl()).isTrue();
        assertThat(uri.getVerifyMode()).isEqualTo(SslVerifyMode.FULL);
        assertThat(uri.getPort()).isEqualTo(6379);
    }

    @Test
    void isTheMasterThatSentinelsKnow() {
        StoreAddress address = StoreAddress.of("rediss-sentinel://a:26379,b#service");
        RedisURI uri = address.uris().get(0);

        assertThat(address.kind()).isEqualTo(Kind.SENTINEL);
        assertThat(uri.isSsl()).isTrue();
        assertThat(uri.getSentinelMasterId()).isEqualTo("service");
        assertThat(uri.getSentinels()).extracting(RedisURI::getHost).containsExactly("a", "b");
    }

    @Test
    void isACluster() {
        StoreAddress address = StoreAddress.of("redis-cluster://a:1,[::1]:2");

        assertThat(address.kind()).isEqualTo(Kind.CLUSTER);
        assertThat(address.uris()).extracting(RedisURI::getPort).containsExactly(1, 2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "store:6379",
                "http://store",
                "redis:store",
                "redis://",
                "redis://a,b",
                "redis://a b",
                "redis://store?verifyPeer=NONE",
                "redis://store#master",
                "redis://store/x",
                "redis://store:1234567",
                "redis-socket:///tmp/socket",
                "redis-sentinel://a",
                "redis-sentinel://a,#master",
                "redis-cluster://a/1",
                "redis-cluster://a,,b",
            })
    void isNothingElse(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreAddress.of(text))
                .withMessageContaining("redis-sentinel");
    }

    @Test
    void hasNoPassword() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> StoreAddress.of("redis://user:secret@store"))
                .withMessageContaining("password-file")
                .withMessageNotContaining("secret");
    }
}

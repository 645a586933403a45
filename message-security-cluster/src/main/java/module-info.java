// SPDX-License-Identifier: Apache-2.0
/**
 * Several instances of a service behind a load balancer: sealed tokens, and a shared memory on the Redis protocol. Lettuce has no descriptor;
 * its name is in its manifest, so it is stable.
 */
module dev.wshttp.security.cluster {
    requires transitive dev.wshttp.security;
    requires lettuce.core;
    requires org.slf4j;
    requires static org.jspecify;

    // Lettuce needs these and, without a descriptor, cannot say so.
    requires io.netty.buffer;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.resolver.dns;
    requires io.netty.transport;

    exports dev.wshttp.security.cluster;

    // On the class path, META-INF/services says the same.
    provides dev.wshttp.security.instances.ServiceInstancesProvider with
            dev.wshttp.security.cluster.ClusterInstancesProvider;
}

// SPDX-License-Identifier: Apache-2.0
/** Issues, describes and verifies the certificates with which a service and its clients authenticate each other. */
module dev.wshttp.certs {
    requires info.picocli;
    requires jakarta.json;
    requires java.naming;
    requires org.bouncycastle.pkix;
    requires org.bouncycastle.provider;
    requires org.bouncycastle.util;
    requires static org.jspecify;

    exports dev.wshttp.certs;

    // The command line fills the fields of its commands by reflection.
    opens dev.wshttp.certs.cli to
            info.picocli;
}

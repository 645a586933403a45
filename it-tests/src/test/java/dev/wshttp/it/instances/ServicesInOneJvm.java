// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.it.instances;

import dev.wshttp.calculator.service.ServiceMain;

/** A program: the service once for each settings file, all in one JVM. Instances that serve all modes need one JVM each, and not four. */
public final class ServicesInOneJvm {
    private ServicesInOneJvm() {}

    public static void main(String[] settings) {
        // The service's own file, and not that of the tests, which are on the class path, too.
        System.setProperty("logback.configurationFile", "logback.xml");
        for (String file : settings) {
            new Thread(() -> ServiceMain.main(new String[] {"--config", file}), "service-" + file).start();
        }
    }
}

// SPDX-License-Identifier: Apache-2.0

import java.net.InetSocketAddress;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.Server;

/** Runs a war in Jetty until it is stopped. Arguments: port, context path, file. */
final class JettyWar {
    public static void main(String[] arguments) throws Exception {
        var server = new Server(new InetSocketAddress("localhost", Integer.parseInt(arguments[0])));
        var application = new WebAppContext(arguments[2], arguments[1]);
        application.setThrowUnavailableOnStartupException(true);
        server.setHandler(application);
        server.start();
        server.join();
    }
}

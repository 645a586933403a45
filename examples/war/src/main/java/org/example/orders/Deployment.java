// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import dev.wshttp.security.config.ConfiguredService;
import dev.wshttp.security.policy.ServiceEndpoint;
import dev.wshttp.security.servlet.MessageSecurityServlet;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.annotation.WebListener;
import java.net.URISyntaxException;
import java.nio.file.Path;

@WebListener
public final class Deployment implements ServletContextListener {
    @Override
    public void contextInitialized(ServletContextEvent event) {
        ConfiguredService service = ConfiguredService.fromFile(Path.of(System.getProperty("orders.config")));
        var orders = MessageSecurityServlet.builder(
                Orders.class, service.feature().withProtection(wsdl().protection()));
        var registration = event.getServletContext().addServlet("orders", orders.build());
        registration.addMapping("/Orders");
        registration.setAsyncSupported(true);
        registration.setLoadOnStartup(1);
    }

    private static ServiceEndpoint wsdl() {
        try {
            return ServiceEndpoint.fromWsdl(Orders.class.getResource("/orders.wsdl").toURI());
        } catch (URISyntaxException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}

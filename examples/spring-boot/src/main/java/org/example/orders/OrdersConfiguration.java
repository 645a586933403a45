// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.config.ConfiguredClient;
import dev.wshttp.security.config.ConfiguredService;
import dev.wshttp.security.metrics.SecurityMetrics;
import dev.wshttp.security.policy.ServiceEndpoint;
import dev.wshttp.security.servlet.MessageSecurityServlet;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.xml.ws.BindingProvider;
import java.io.IOException;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.security.config.annotation.method.configuration.EnableMethodSecurity;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.web.SecurityFilterChain;

@Configuration
@EnableMethodSecurity
class OrdersConfiguration {
    private final ServiceEndpoint wsdl =
            ServiceEndpoint.fromWsdl(new ClassPathResource("orders.wsdl").getURI());

    OrdersConfiguration() throws IOException {}

    @Bean
    ServletRegistrationBean<MessageSecurityServlet> ordersService(
            Warehouse warehouse, MeterRegistry meters, Environment environment) {
        var security = ConfiguredService.from("application.yml", settings(environment, "service"))
                .feature()
                .withProtection(wsdl.protection())
                .withListener(SecurityMetrics.in(meters));
        var orders = new Orders(warehouse, security.roles().orElseThrow());
        var servlet = new ServletRegistrationBean<>(
                MessageSecurityServlet.builder(orders, security).build(), "/Orders");
        servlet.setLoadOnStartup(1);
        return servlet;
    }

    @Bean
    @Lazy
    IOrders ordersClient(Environment environment) {
        var client = ConfiguredClient.from("application.yml", settings(environment, "client"));
        IOrders orders = MessageSecurity.requireSecured(new OrdersService()
                .getWSHttpBindingIOrders(client.feature().withProtection(wsdl.protection())));
        ((BindingProvider) orders)
                .getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, client.connectTo().toString());
        return orders;
    }

    /** Messages to the service are authenticated by their own security, so HTTP lets all of them pass. Actuator listens on this machine only. */
    @Bean
    SecurityFilterChain http(HttpSecurity http) throws Exception {
        return http.csrf(csrf -> csrf.ignoringRequestMatchers("/Orders"))
                .authorizeHttpRequests(requests -> requests.requestMatchers("/Orders", "/actuator/**")
                        .permitAll()
                        .anyRequest()
                        .denyAll())
                .build();
    }

    private static Map<String, String> settings(Environment environment, String side) {
        return Binder.get(environment)
                .bind(side, Bindable.mapOf(String.class, String.class))
                .get();
    }
}

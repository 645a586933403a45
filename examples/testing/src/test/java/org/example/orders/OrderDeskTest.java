// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.config.ConfiguredClient;
import dev.wshttp.security.policy.ServiceEndpoint;
import dev.wshttp.testing.Misbehaviour;
import dev.wshttp.testing.TestService;
import dev.wshttp.testing.WsHttpTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests the client of this project: the extension is the service. */
class OrderDeskTest {
    private static final Path WSDL = Path.of("src/main/resources/orders.wsdl");
    private static final ServiceEndpoint CONTRACT = ServiceEndpoint.fromWsdl(WSDL.toUri());

    @RegisterExtension
    static final WsHttpTest WS = WsHttpTest.with(CONTRACT.binding()).withProtection(CONTRACT.protection());

    @Test
    void placesAnOrderThatNoOneElseCanRead() throws Exception {
        TestService service = WS.service(new Stub());

        try (OrderDesk desk = new OrderDesk(settingsFor(service.address()))) {
            assertEquals("R-1", desk.place("apple", 3, "north"));
        }

        assertEquals(List.of("apple"), service.messages().get(0).texts("http://example.org/orders", "Article"));
        assertEquals(List.of("north"), service.messages().get(0).texts("http://example.org/orders", "Tenant"));
        assertTrue(service.wire().stream().noneMatch(seen -> seen.request().text().contains(">north<")));
    }

    @Test
    void placesNoOrderWithAnotherService() throws Exception {
        TestService service = WS.service(new Stub(), Misbehaviour.OTHER_SERVICE);

        try (OrderDesk desk = new OrderDesk(settingsFor(service.address()))) {
            var refused = assertThrows(MessageSecurityException.class, () -> desk.place("apple", 3, "north"));
            assertEquals(SecurityFault.SERVICE_IDENTITY_MISMATCH, refused.fault());
        }
    }

    @Test
    void goesOnAfterTheServiceWasStartedAnew() throws Exception {
        TestService service = WS.service(new Stub(), Misbehaviour.FORGOTTEN_SESSION);

        try (OrderDesk desk = new OrderDesk(settingsFor(service.address()))) {
            assertEquals("R-1", desk.place("apple", 3, "north"));
            assertEquals("R-1", desk.place("apple", 3, "north"));
        }
    }

    private static ConfiguredClient settingsFor(URI address) {
        var settings = new HashMap<>(WS.clientSettings(address));
        settings.put("message-security.wsdl", WSDL.toString());
        return ConfiguredClient.from("the test", settings);
    }

    /** Any object that implements the contract: a mock would do. */
    private static final class Stub implements IOrders {
        @Override
        public Receipt place(Order order, String tenant) {
            Receipt receipt = new Receipt();
            receipt.setId("R-" + order.getLines().getLine().size());
            return receipt;
        }

        @Override
        public void restock(String article, Integer number) {}
    }
}

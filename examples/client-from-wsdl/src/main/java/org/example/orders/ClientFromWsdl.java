// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.config.ConfiguredClient;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.soap.SOAPFaultException;
import java.io.Closeable;
import java.nio.file.Path;

public final class ClientFromWsdl {
    public static void main(String[] arguments) throws Exception {
        ConfiguredClient client = ConfiguredClient.fromFile(Path.of(arguments[0]));
        IOrders orders = MessageSecurity.requireSecured(new OrdersService().getWSHttpBindingIOrders(client.feature()));
        ((BindingProvider) orders)
                .getRequestContext()
                .put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, client.connectTo().toString());
        System.out.println("placed by " + orders.place(orderOf(3), "north").getPlacedBy());
        try {
            orders.place(orderOf(1_000), "north");
        } catch (IOrdersPlaceOutOfStockFaultFaultMessage fault) {
            System.out.println("out of stock: " + fault.getFaultInfo().getArticle());
        }
        try {
            orders.restock("apple", 1_000);
            System.out.println("restocked");
        } catch (SOAPFaultException refused) {
            System.out.println("restock: " + refused.getFault().getFaultString());
        }
        ((Closeable) orders).close();
    }

    private static Order orderOf(int number) {
        Line line = new Line();
        line.setArticle("apple");
        line.setNumber(number);
        Order order = new Order();
        order.setLines(new ArrayOfLine());
        order.getLines().getLine().add(line);
        return order;
    }
}

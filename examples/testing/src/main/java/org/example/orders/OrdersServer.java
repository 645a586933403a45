// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import com.sun.net.httpserver.HttpServer;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityFeature;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.soap.SOAPBinding;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;

/** The service of this project. */
public final class OrdersServer implements AutoCloseable {
    private final HttpServer server;
    private final Endpoint endpoint;

    public OrdersServer(int port, MessageSecurityFeature security) throws IOException {
        server = HttpServer.create(new InetSocketAddress("localhost", port), 0);
        server.start();
        endpoint = Endpoint.create(new Orders(), security);
        endpoint.publish(server.createContext("/Orders"));
        MessageSecurity.requireSecured(endpoint);
    }

    public URI listensOn() {
        return URI.create("http://localhost:" + server.getAddress().getPort() + "/Orders");
    }

    @Override
    public void close() {
        endpoint.stop();
        server.stop(0);
    }

    @WebService(
            endpointInterface = "org.example.orders.IOrders",
            targetNamespace = "http://example.org/orders",
            serviceName = "OrdersService",
            portName = "WSHttpBinding_IOrders",
            wsdlLocation = "orders.wsdl")
    @BindingType(SOAPBinding.SOAP12HTTP_BINDING)
    public static class Orders implements IOrders {
        private int stock = 10;

        @Override
        public synchronized Receipt place(Order order, String tenant) throws IOrdersPlaceOutOfStockFaultFaultMessage {
            int wanted = order.getLines().getLine().get(0).getNumber();
            if (wanted > stock) {
                throw new IOrdersPlaceOutOfStockFaultFaultMessage("There is not enough of it.", new OutOfStock());
            }
            stock -= wanted;
            Receipt receipt = new Receipt();
            receipt.setId(tenant + "-" + stock);
            return receipt;
        }

        @Override
        public synchronized void restock(String article, Integer number) {
            stock += number;
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import dev.wshttp.security.context.ServiceSecurityContext;
import jakarta.annotation.Resource;
import jakarta.annotation.security.RolesAllowed;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPBinding;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

@WebService(
        endpointInterface = "org.example.orders.IOrders",
        targetNamespace = "http://example.org/orders",
        serviceName = "OrdersService",
        portName = "WSHttpBinding_IOrders",
        wsdlLocation = "orders.wsdl")
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public class Orders implements IOrders {
    private final Map<String, Integer> stock = new HashMap<>(Map.of("apple", 10));

    @Resource
    private WebServiceContext context;

    @Override
    public synchronized Receipt place(Order order, String tenant) throws IOrdersPlaceOutOfStockFaultFaultMessage {
        for (Line line : order.getLines().getLine()) {
            if (stock.getOrDefault(line.getArticle(), 0) < line.getNumber()) {
                OutOfStock detail = new OutOfStock();
                detail.setArticle(line.getArticle());
                throw new IOrdersPlaceOutOfStockFaultFaultMessage("There is not enough of it.", detail);
            }
            stock.merge(line.getArticle(), -line.getNumber(), Integer::sum);
        }
        Receipt receipt = new Receipt();
        receipt.setId(UUID.randomUUID().toString());
        receipt.setPlacedBy(ServiceSecurityContext.of(context).primaryIdentity().getName() + " for " + tenant);
        return receipt;
    }

    @Override
    @RolesAllowed("manager")
    public synchronized void restock(String article, Integer number) {
        stock.merge(article, number, Integer::sum);
    }
}

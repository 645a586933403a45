// SPDX-License-Identifier: Apache-2.0
package org.example.orders;

import dev.wshttp.security.context.CallerRoles;
import dev.wshttp.security.context.ServiceSecurityContext;
import jakarta.annotation.Resource;
import jakarta.jws.WebService;
import jakarta.xml.ws.BindingType;
import jakarta.xml.ws.WebServiceContext;
import jakarta.xml.ws.soap.SOAPBinding;
import java.util.UUID;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

/** No bean: JAX-WS makes it ready, and Spring would look for a bean of the {@code WebServiceContext}. */
@WebService(
        endpointInterface = "org.example.orders.IOrders",
        targetNamespace = "http://example.org/orders",
        serviceName = "OrdersService",
        portName = "WSHttpBinding_IOrders",
        wsdlLocation = "orders.wsdl")
@BindingType(SOAPBinding.SOAP12HTTP_BINDING)
public class Orders implements IOrders {
    private final Warehouse warehouse;
    private final CallerRoles roles;

    @Resource
    private WebServiceContext context;

    Orders(Warehouse warehouse, CallerRoles roles) {
        this.warehouse = warehouse;
        this.roles = roles;
    }

    @Override
    public Receipt place(Order order, String tenant) throws IOrdersPlaceOutOfStockFaultFaultMessage {
        for (Line line : order.getLines().getLine()) {
            if (!warehouse.take(line.getArticle(), line.getNumber())) {
                OutOfStock detail = new OutOfStock();
                detail.setArticle(line.getArticle());
                throw new IOrdersPlaceOutOfStockFaultFaultMessage("There is not enough of it.", detail);
            }
        }
        Receipt receipt = new Receipt();
        receipt.setId(UUID.randomUUID().toString());
        receipt.setPlacedBy(authentication().getName() + " for " + tenant);
        return receipt;
    }

    @Override
    public void restock(String article, Integer number) {
        SecurityContextHolder.setContext(new SecurityContextImpl(authentication()));
        try {
            warehouse.restock(article, number);
        } catch (AccessDeniedException refused) {
            throw ServiceSecurityContext.refusal(context, refused.getMessage());
        } finally {
            SecurityContextHolder.clearContext();
        }
    }

    /** Spring Security's word for the caller's certificate. */
    private PreAuthenticatedAuthenticationToken authentication() {
        var caller = ServiceSecurityContext.of(context).primaryIdentity();
        var authorities = roles.of(caller).stream()
                .map(role -> new SimpleGrantedAuthority("ROLE_" + role))
                .toList();
        return new PreAuthenticatedAuthenticationToken(caller, caller.certificate(), authorities);
    }
}

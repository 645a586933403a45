// SPDX-License-Identifier: Apache-2.0
import dev.wshttp.calculator.Calculator;
import dev.wshttp.calculator.CalculatorService;
import dev.wshttp.security.MessageSecurity;
import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.MessageSecurityFeature;
import dev.wshttp.security.WsHttpBinding;
import dev.wshttp.security.credential.CertificateTrust;
import dev.wshttp.security.credential.ClientCredentials;
import dev.wshttp.security.credential.EndpointIdentity;
import dev.wshttp.security.credential.ServiceCredentials;
import dev.wshttp.security.credential.X509Credential;
import jakarta.xml.ws.BindingProvider;
import jakarta.xml.ws.Endpoint;
import jakarta.xml.ws.WebServiceFeature;
import jakarta.xml.ws.spi.Provider;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.cxf.BusFactory;
import org.apache.cxf.jaxws.EndpointImpl;
import org.apache.cxf.jaxws.JaxWsProxyFactoryBean;

/** An application with Apache CXF on its class path that does what our README says. The test compiles it and runs it. */
public final class Application {
    private static final String OPEN_CALL = "<s:Envelope xmlns:s='http://www.w3.org/2003/05/soap-envelope'><s:Body>"
            + "<Add xmlns='http://Microsoft.ServiceModel.Samples'><n1>100</n1><n2>15.99</n2></Add></s:Body></s:Envelope>";

    private final Path folder;
    private final String address;

    private Application(Path folder, String address) {
        this.folder = folder;
        this.address = address;
    }

    /** What to do, the folder of the credentials, and the address. */
    public static void main(String... arguments) throws Exception {
        var application = new Application(Path.of(arguments[1]), arguments[2]);
        try {
            application.run(arguments[0]);
        } catch (MessageSecurityException refused) {
            System.out.println("REFUSED " + refused.fault() + " " + refused.getMessage());
        }
        System.out.println(application.isOpen() ? "OPEN" : "CLOSED");
        System.out.println("ANSWER " + (application.isOpen() ? application.openCall() : "none"));
        System.out.println("PROVIDER " + Provider.provider().getClass().getName());
        System.exit(0);
    }

    private void run(String what) throws Exception {
        switch (what) {
            case "client" -> call(port());
            case "client-beside" -> call(MessageSecurity.withReferenceImplementation(this::port));
            case "client-of-a-factory" -> call(MessageSecurity.requireSecured(portOfAFactory()));
            case "service" -> publish();
            case "service-of-cxf" -> MessageSecurity.requireSecured(publishByCxf());
            case "service-beside" -> MessageSecurity.withReferenceImplementation(this::publish);
            default -> throw new IllegalArgumentException(what);
        }
    }

    private Calculator port() {
        var binding = WsHttpBinding.builder().build(); // WCF's defaults
        var credentials = ClientCredentials.of(credential("client"), CertificateTrust.chain(folder.resolve("ca.pem")));
        var security = MessageSecurityFeature.forClient(binding, credentials, EndpointIdentity.dns("Contoso.com"));
        Calculator calculator = new CalculatorService().getCalculatorPort(security);
        ((BindingProvider) calculator).getRequestContext().put(BindingProvider.ENDPOINT_ADDRESS_PROPERTY, address);
        return calculator;
    }

    /** CXF's own way, which takes the feature and says nothing. */
    private Calculator portOfAFactory() {
        var credentials = ClientCredentials.of(credential("client"), CertificateTrust.chain(folder.resolve("ca.pem")));
        var factory = new JaxWsProxyFactoryBean();
        ((org.apache.cxf.jaxws.support.JaxWsServiceFactoryBean) factory.getServiceFactory())
                .setWsFeatures(List.of(MessageSecurityFeature.forClient(
                        WsHttpBinding.builder().build(), credentials, EndpointIdentity.dns("Contoso.com"))));
        factory.setServiceClass(Calculator.class);
        factory.setAddress(address);
        return factory.create(Calculator.class);
    }

    private Endpoint publish() {
        return Endpoint.publish(address, endpoint(), security());
    }

    /** CXF's own way to publish, which takes the feature and says nothing. */
    private Endpoint publishByCxf() {
        var endpoint = new EndpointImpl(
                BusFactory.getThreadDefaultBus(), endpoint(), null, new WebServiceFeature[] {security()});
        endpoint.publish(address);
        System.out.println("BEFORE " + openCall());
        return endpoint;
    }

    private MessageSecurityFeature security() {
        var binding = WsHttpBinding.builder().build();
        var credentials = ServiceCredentials.of(credential("service"), CertificateTrust.chain(folder.resolve("ca.pem")));
        return MessageSecurityFeature.forService(binding, credentials);
    }

    private static Object endpoint() {
        try {
            return Class.forName("dev.wshttp.calculator.service.CalculatorEndpoint").getConstructor().newInstance();
        } catch (ReflectiveOperationException notOnTheClassPath) {
            throw new IllegalStateException(notOnTheClassPath);
        }
    }

    private static void call(Calculator calculator) {
        System.out.println("RESULT " + calculator.add(100, 15.99));
    }

    private String openCall() {
        var request = HttpRequest.newBuilder(URI.create(address))
                .timeout(Duration.ofSeconds(30))
                .header("Content-Type", "application/soap+xml; charset=utf-8")
                .POST(HttpRequest.BodyPublishers.ofString(OPEN_CALL))
                .build();
        return HttpClient.newHttpClient()
                .sendAsync(request, HttpResponse.BodyHandlers.ofString())
                .thenApply(HttpResponse::body)
                .exceptionally(Throwable::toString)
                .join()
                .replaceAll("\\s+", " ");
    }

    private boolean isOpen() throws IOException {
        URI place = URI.create(address);
        try (var connection = new Socket(place.getHost(), place.getPort())) {
            return connection.isConnected();
        } catch (ConnectException noListener) {
            return false;
        }
    }

    private X509Credential credential(String side) {
        try {
            return X509Credential.fromKeyStore(
                    folder.resolve(side + ".p12"),
                    Files.readString(folder.resolve(side + ".password")).strip().toCharArray());
        } catch (IOException missing) {
            throw new IllegalStateException(missing);
        }
    }
}

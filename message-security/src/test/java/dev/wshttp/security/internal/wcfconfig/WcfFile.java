// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.security.internal.wcfconfig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wshttp.security.MessageSecurityException;
import dev.wshttp.security.Refusals;
import dev.wshttp.security.SecurityFault;
import dev.wshttp.security.config.HostKeys;
import dev.wshttp.security.config.ServiceModelConfigSource;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.eclipse.microprofile.config.Config;

/** A configuration file of WCF under test, and the settings that win over it. */
public record WcfFile(String xml, Map<String, String> outside) {
    /** The least that a client's file says, and the stores that it needs. */
    public static final WcfFile CLIENT =
            new WcfFile("""
            <configuration>
              <system.serviceModel>
                <client>
                  <endpoint name="Calculator" contract="ICalculator" address="http://machineName/Calculator"
                            binding="wsHttpBinding" bindingConfiguration="Secured" behaviorConfiguration="Credentials">
                    <identity><dns value="Contoso.com"/></identity>
                  </endpoint>
                </client>
                <bindings>
                  <wsHttpBinding>
                    <binding name="Secured">
                      <security>
                        <message clientCredentialType="Certificate"/>
                      </security>
                    </binding>
                  </wsHttpBinding>
                </bindings>
                <behaviors>
                  <endpointBehaviors>
                    <behavior name="Credentials">
                      <clientCredentials>
                        <clientCertificate findValue="CN=Cohowinery.com"/>
                        <serviceCertificate>
                          <authentication revocationMode="NoCheck"/>
                        </serviceCertificate>
                      </clientCredentials>
                    </behavior>
                  </endpointBehaviors>
                </behaviors>
              </system.serviceModel>
            </configuration>
            """, Map.of()).withStore("current-user.my", "my").withStore("local-machine.root", "ca.pem");

    /** The least that a service's file says, and the stores that it needs. */
    public static final WcfFile SERVICE =
            new WcfFile("""
            <configuration>
              <system.serviceModel>
                <services>
                  <service name="Calculator" behaviorConfiguration="Credentials">
                    <endpoint name="Calculator" contract="ICalculator" address="http://localhost:8000/Calculator"
                              binding="wsHttpBinding" bindingConfiguration="Secured"/>
                  </service>
                </services>
                <bindings>
                  <wsHttpBinding>
                    <binding name="Secured">
                      <security>
                        <message clientCredentialType="Certificate"/>
                      </security>
                    </binding>
                  </wsHttpBinding>
                </bindings>
                <behaviors>
                  <serviceBehaviors>
                    <behavior name="Credentials">
                      <serviceMetadata/>
                      <serviceDebug/>
                      <serviceCredentials>
                        <serviceCertificate findValue="CN=Contoso.com"/>
                        <clientCertificate>
                          <authentication revocationMode="NoCheck"/>
                        </clientCertificate>
                      </serviceCredentials>
                    </behavior>
                  </serviceBehaviors>
                </behaviors>
              </system.serviceModel>
            </configuration>
            """, Map.of()).withStore("local-machine.my", "my").withStore("local-machine.root", "ca.pem");

    public static final HostKeys CLIENT_KEYS = new HostKeys("client.", Map.of());
    public static final HostKeys SERVICE_KEYS = new HostKeys(
            "service.",
            Map.of(HostKeys.Setting.METADATA, "service.metadata", HostKeys.Setting.HELP_PAGE, "service.page"));

    public WcfFile {
        outside = Map.copyOf(outside);
    }

    /** A file of the test resources, with these settings. */
    public static WcfFile ofResource(String name) {
        try (var content = WcfFile.class.getResourceAsStream("/wcf/" + name)) {
            return new WcfFile(new String(content.readAllBytes(), StandardCharsets.UTF_8), Map.of());
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }

    /** The same with one change, which has to be one. */
    public WcfFile with(String found, String replacement) {
        assertThat(xml).contains(found);
        return new WcfFile(xml.replace(found, replacement), outside);
    }

    /** The same with an element of the binding replaced by a custom binding. */
    public WcfFile withCustomBinding(String content) {
        int begin = xml.indexOf("<wsHttpBinding>");
        int end = xml.indexOf("</wsHttpBinding>") + "</wsHttpBinding>".length();
        String custom = "<customBinding><binding name=\"Secured\">" + content + "</binding></customBinding>";
        return new WcfFile(xml.substring(0, begin) + custom + xml.substring(end), outside)
                .with("binding=\"wsHttpBinding\"", "binding=\"customBinding\"");
    }

    public WcfFile withStore(String store, String file) {
        return withOutside("message-security.stores." + store, file);
    }

    public WcfFile withoutStores() {
        return new WcfFile(xml, Map.of());
    }

    public WcfFile withOutside(String key, String value) {
        var changed = new TreeMap<>(outside);
        changed.put(key, value);
        return new WcfFile(xml, changed);
    }

    public ServiceModelConfigSource asClient(Path directory) {
        return ServiceModelConfigSource.ofClient(write(directory, "App.config"), config(), CLIENT_KEYS);
    }

    public ServiceModelConfigSource asService(Path directory) {
        return ServiceModelConfigSource.ofService(write(directory, "Web.config"), config(), SERVICE_KEYS);
    }

    /** What is wrong with the file, without the folder of it. */
    static String problems(Path directory, ThrowingCallable reading) {
        MessageSecurityException refused = Refusals.refusal(reading);
        assertThat(refused.fault()).isEqualTo(SecurityFault.CONFIGURATION_INVALID);
        return String.valueOf(refused.getMessage()).replace(directory + "/", "");
    }

    Config config() {
        return new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(outside, "outside", 500))
                .build();
    }

    Path write(Path directory, String name) {
        try {
            return Files.writeString(directory.resolve(name), xml);
        } catch (IOException unexpected) {
            throw new UncheckedIOException(unexpected);
        }
    }
}

// SPDX-License-Identifier: Apache-2.0
package dev.wshttp.certs.cli;

import dev.wshttp.certs.CertificateRequest;
import dev.wshttp.certs.CredentialFiles;
import dev.wshttp.certs.SigningRequest;
import jakarta.json.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import javax.security.auth.x500.X500Principal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a key, and a request for its certificate that another authority signs. */
@Command(
        name = "csr",
        description = "Makes a key, and the request (CSR) with which an authority elsewhere issues its certificate.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  cert-tools csr --subject \"CN=Fabrikam.com,O=Fabrikam\" --dns Fabrikam.com --name fabrikam --out certs",
            "",
            "Writes NAME.csr, which goes to the authority, and NAME-key.pem, which stays here. Put the certificate",
            "that comes back beside the key as NAME.pem: service and client read the two together."
        })
final class CsrCommand implements Callable<Integer> {

    private final CommandContext context;

    @Option(
            names = "--subject",
            required = true,
            paramLabel = "NAME",
            converter = SubjectConverter.class,
            description = "Owner: a name, or a distinguished name such as CN=Contoso.com,O=Contoso.")
    private X500Principal subject = new X500Principal("");

    @Option(
            names = "--dns",
            paramLabel = "NAME",
            converter = DnsNameConverter.class,
            description = "Host name to ask for; repeat for more. Default: the common name, if it is a host name.")
    private List<String> dnsNames = List.of();

    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Directory for the files.")
    private Path directory = Path.of("certs");

    @Option(
            names = "--name",
            paramLabel = "NAME",
            defaultValue = "request",
            converter = FileNameConverter.class,
            description = "Name of the files without extension. Default: ${DEFAULT-VALUE}.")
    private String name = "request";

    @Option(
            names = "--key-size",
            paramLabel = "BITS",
            defaultValue = "2048",
            converter = NewKeyOptions.KeySize.class,
            description = "Size of the RSA key: 2048, 3072 or 4096. Default: ${DEFAULT-VALUE}.")
    private int keySizeBits = 2048;

    @Mixin
    private ReplaceOption replace = new ReplaceOption();

    @Mixin
    private Output output = new Output();

    CsrCommand(CommandContext context) {
        this.context = context;
    }

    @Override
    public Integer call() {
        var keyPair = dev.wshttp.certs.RsaKeys.generate(keySizeBits, context.random());
        var names = dnsNames.isEmpty() ? CertificateRequest.dnsNamesOf(subject) : dnsNames;
        var request = SigningRequest.of(subject, names, keyPair);
        var files = CredentialFiles.builder()
                .signingRequest(name, request)
                .key(name, keyPair.getPrivate())
                .keepKeysOutOfGit(directory)
                .build()
                .writeTo(directory, replace.existingFiles());
        output.print(
                () -> WrittenFiles.names(files) + request.toText(),
                () -> Json.createObjectBuilder()
                        .add(
                                "files",
                                Json.createArrayBuilder(
                                        files.stream().map(Path::toString).toList()))
                        .add("subject", subject.toString())
                        .add("dnsNames", Json.createArrayBuilder(names))
                        .build());
        return ExitCodes.DONE;
    }
}

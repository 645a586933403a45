#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# Makes archives of the classes of service and client (class data sharing), with which they start in half of the time:
#
#   sh images/archive-classes.sh cert-tools/target/cert-tools.jar service/target/calculator-service.jar client/target/calculator-client.jar
#
# calculator-service.jsa and calculator-client.jsa are then beside the jars. An archive fits one jar, unchanged and at its place, and one Java. To find out which
# classes there are, the two programs call each other once, with certificates that are made for that and removed. The Dockerfiles do the same for the images.
set -eu
cert_tools=$1 service=$2 client=$3

work=$(mktemp -d)
service_process=
end() {
  status=$?
  [ -z "$service_process" ] || kill "$service_process" 2>/dev/null || true
  rm -rf "$work"
  exit "$status"
}
trap end EXIT

# Writes the archive of a jar whose classes are listed.
archive() {
  java -Xshare:dump -Xlog:disable -XX:SharedClassListFile="$2" -XX:SharedArchiveFile="${1%.jar}.jsa" -cp "$1"
}

java -XX:TieredStopAtLevel=1 -jar "$cert_tools" init --out "$work/certs" >/dev/null
cat >"$work/certs/service.properties" <<END
message-security.address=http://localhost/Calculator
message-security.listen-uri=http://localhost:0/Calculator
message-security.service-certificate.file=service.p12
message-security.trust.file=ca.pem
message-security.trust.revocation-list=ca.crl
END
mkfifo "$work/ready"
java -XX:TieredStopAtLevel=1 -XX:DumpLoadedClassList="$work/service.classes" -jar "$service" --config "$work/certs/service.properties" \
  >"$work/ready" &
service_process=$!
read -r ready address <"$work/ready"
[ "$ready" = READY ]
cat >"$work/certs/client.properties" <<END
message-security.address=$address
message-security.client-certificate.file=client.p12
message-security.trust.file=ca.pem
message-security.trust.revocation-list=ca.crl
message-security.identity.dns=Contoso.com
END
java -XX:TieredStopAtLevel=1 -XX:DumpLoadedClassList="$work/client.classes" -jar "$client" --config "$work/certs/client.properties" demo \
  >/dev/null
kill "$service_process"
wait "$service_process" || true
service_process=
archive "$service" "$work/service.classes"
archive "$client" "$work/client.classes"

# SPDX-License-Identifier: Apache-2.0
# Calls in both directions between Microsoft's WCF and the jars of this project, in all four modes, for two targets of the .NET Framework.
# Run it on Windows after `mvn package`, as an administrator: it adds the authority of new test certificates to the trusted ones of
# this machine, and removes it at the end. It ends with 1 if a call does what is not expected.
$ErrorActionPreference = 'Stop'

$root = (Resolve-Path (Join-Path $PSScriptRoot '..\..')).Path
$work = Join-Path ([IO.Path]::GetTempPath()) ([IO.Path]::GetRandomFileName())
$certificates = Join-Path $work 'certs'
$compiler = Join-Path $env:WINDIR 'Microsoft.NET\Framework64\v4.0.30319\csc.exe'
$java = if ($env:JAVA_HOME) { Join-Path $env:JAVA_HOME 'bin\java.exe' } else { 'java.exe' }
$limit = 60000

$modes = @('direct', 'session', 'negotiated', 'negotiated-session')
# A program for 4.6.2 offers TLS 1.0, and this project wants TLS 1.2.
$negotiates = @{ '48' = $true; '462' = $false }

function Compile([string] $program, [string] $framework) {
    $sources = @($program, "Framework$framework", 'ICalculator', 'Settings') | ForEach-Object { Join-Path $PSScriptRoot "$_.cs" }
    & $compiler -nologo -warnaserror -r:System.ServiceModel.dll -r:System.IdentityModel.dll "-out:$work\$program$framework.exe" $sources
    if ($LASTEXITCODE -ne 0) { throw "$program for $framework does not compile" }
}

function Start-Program([string] $file, [string[]] $arguments) {
    $start = New-Object Diagnostics.ProcessStartInfo
    $start.FileName = $file
    $start.Arguments = ($arguments | ForEach-Object { '"' + $_ + '"' }) -join ' '
    $start.UseShellExecute = $false
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $process = [Diagnostics.Process]::Start($start)
    # Read while it runs: a full pipe would stop the program.
    $process | Add-Member Errors $process.StandardError.ReadToEndAsync()
    return $process
}

function Wait-Ready($service) {
    while ($null -ne ($line = $service.StandardOutput.ReadLine())) {
        if ($line.StartsWith('READY ')) { return $line.Substring(6) }
    }
    throw "The service did not start: $($service.Errors.Result)"
}

function Run-Client([string] $file, [string[]] $arguments) {
    $client = Start-Program $file $arguments
    $client.StandardInput.Close()
    $out = $client.StandardOutput.ReadToEndAsync()
    if (-not $client.WaitForExit($limit)) { $client.Kill(); return @{ Code = -1; Out = ''; Errors = "no end within $limit ms" } }
    return @{ Code = $client.ExitCode; Out = $out.Result; Errors = $client.Errors.Result }
}

function Switches([string] $mode) {
    $negotiate = ($mode -like 'negotiated*').ToString().ToLower()
    $session = ($mode -like '*session').ToString().ToLower()
    return @('--set', "message-security.negotiate-service-credential=$negotiate", '--set', "message-security.establish-security-context=$session")
}

function Free-Port {
    $listener = New-Object Net.Sockets.TcpListener ([Net.IPAddress]::Loopback, 0)
    $listener.Start()
    $port = $listener.LocalEndpoint.Port
    $listener.Stop()
    return $port
}

# Our service, WCF's client.
function Call-Ours([string] $mode, [string] $framework) {
    $arguments = @('-jar', "$root\service\target\calculator-service.jar", '--config', "$certificates\service.properties",
        '--set', 'message-security.address=http://localhost:0/Calculator') + (Switches $mode)
    $service = Start-Program $java $arguments
    try {
        $address = Wait-Ready $service
        return Run-Client "$work\Client$framework.exe" @($mode, $address, $certificates)
    } finally {
        $service.Kill()
        $service.WaitForExit()
    }
}

# WCF's service, our client.
function Call-Theirs([string] $mode, [string] $framework) {
    $address = "http://localhost:$(Free-Port)/Calculator"
    $service = Start-Program "$work\Service$framework.exe" @($mode, $address, $certificates)
    try {
        $null = Wait-Ready $service
        $arguments = @('-jar', "$root\client\target\calculator-client.jar", '--config', "$certificates\client.properties",
            '--set', "message-security.address=$address") + (Switches $mode)
        if ($mode -notlike 'negotiated*') { $arguments += @('--set', "message-security.service-certificate.file=$(Join-Path $certificates 'service.pem')") }
        return Run-Client $java ($arguments + 'demo')
    } finally {
        $service.StandardInput.Close()
        if (-not $service.WaitForExit($limit)) { $service.Kill() }
    }
}

function Judge([string] $direction, [string] $mode, [string] $framework, $run) {
    $expected = $mode -notlike 'negotiated*' -or $negotiates[$framework]
    $works = $run.Code -eq 0 -and $run.Out -match '115\.99' -and $run.Out -match 'CN=Cohowinery\.com'
    $asExpected = $works -eq $expected
    Write-Output ('{0,-14} {1,-19} {2,-4} {3} {4}' -f $direction, $mode, $framework, $(if ($works) { 'works  ' } else { 'refused' }),
        $(if ($asExpected) { '' } else { '  <-- NOT EXPECTED' }))
    if (-not $asExpected) {
        Write-Output $run.Out $run.Errors
        $script:surprises++
    }
}

$surprises = 0
New-Item -ItemType Directory $work | Out-Null
try {
    & $java -jar "$root\cert-tools\target\cert-tools.jar" init --out $certificates
    if ($LASTEXITCODE -ne 0) { throw 'cert-tools made no certificates' }
    Copy-Item "$root\service\src\main\config\service.properties", "$root\client\src\main\config\client.properties" $certificates
    $authority = Import-Certificate -FilePath "$certificates\ca.pem" -CertStoreLocation Cert:\LocalMachine\Root
    certutil -f -addstore CA "$certificates\ca.crl" | Out-Null

    foreach ($framework in '48', '462') {
        Compile 'Client' $framework
        Compile 'Service' $framework
        foreach ($mode in $modes) {
            Judge 'WCF to Java' $mode $framework (Call-Ours $mode $framework)
            Judge 'Java to WCF' $mode $framework (Call-Theirs $mode $framework)
        }
    }
} finally {
    if ($authority) { Remove-Item "Cert:\LocalMachine\Root\$($authority.Thumbprint)" }
    Remove-Item -Recurse -Force $work
}
if ($surprises -gt 0) { Write-Output "$surprises of 16 calls did what was not expected."; exit 1 }
Write-Output 'All 16 calls did what was expected.'

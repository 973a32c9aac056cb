using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MewsThreads.Commands.Tests;

/// <summary>What a client meets when it begins TLS.</summary>
public enum TlsBehavior
{
    /// <summary>A handshake, and then the server behind.</summary>
    Works,

    /// <summary>Silence.</summary>
    Hangs,

    /// <summary>Bytes that are no TLS.</summary>
    Garbage,
}

/// <summary>TLS on a free port before a server that speaks http, with a certificate of its own.</summary>
internal sealed class TlsFront : LoopbackListener
{
    private readonly X509Certificate2 _certificate = MakeCertificate();
    private readonly Uri _behind;
    private readonly TlsBehavior _behavior;

    public TlsFront(Uri behind, TlsBehavior behavior = TlsBehavior.Works)
    {
        _behind = behind;
        _behavior = behavior;
        _ = AcceptAsync();
    }

    public Uri Address => new($"https://localhost:{Port}");

    /// <summary>The certificate as a file that <c>SSL_CERT_FILE</c> can name.</summary>
    public string CertificatePem => _certificate.ExportCertificatePem();

    public override void Dispose()
    {
        base.Dispose();
        _certificate.Dispose();
    }

    protected override async Task ServeAsync(NetworkStream client)
    {
        switch (_behavior)
        {
            case TlsBehavior.Hangs:
                await Task.Delay(Timeout.Infinite, Stopping);
                break;
            case TlsBehavior.Garbage:
                await client.WriteAsync("220 mail.example ESMTP\r\n"u8.ToArray(), Stopping);
                await Task.Delay(Timeout.Infinite, Stopping);
                break;
            default:
                await using (var tls = new SslStream(client))
                {
                    await tls.AuthenticateAsServerAsync(_certificate);
                    using var server = new TcpClient();
                    await server.ConnectAsync(_behind.Host, _behind.Port, Stopping);
                    await RelayAsync(tls, server.GetStream());
                }

                break;
        }
    }

    private static X509Certificate2 MakeCertificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));

        // With a key that SslStream can use on every system.
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), password: null);
    }
}

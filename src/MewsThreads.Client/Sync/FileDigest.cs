using System.Security.Cryptography;

namespace MewsThreads.Sync;

/// <summary>The length and the SHA-256 of a file, taken while it goes by.</summary>
internal sealed class FileDigest : IDisposable
{
    private readonly SHA256 _sha256 = SHA256.Create();

    public long Length { get; private set; }

    public void Append(byte[] bytes, int offset, int count)
    {
        _sha256.TransformBlock(bytes, offset, count, outputBuffer: null, outputOffset: 0);
        Length += count;
    }

    /// <summary>The checksum in hexadecimal, as <c>Get-FileHash</c> prints it. Nothing can be appended after it.</summary>
    public string Finish()
    {
        _sha256.TransformFinalBlock([], 0, 0);
        return BitConverter.ToString(_sha256.Hash).Replace("-", "");
    }

    public void Dispose() => _sha256.Dispose();
}

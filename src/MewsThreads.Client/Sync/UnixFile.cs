using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace MewsThreads.Sync;

/// <summary>What .NET Standard cannot tell of a file on Linux and macOS, and cannot set.</summary>
internal static class UnixFile
{
    private const int Unchanged = -1;
    private const int TypeMask = 0xF000;
    private const int ModeMask = 0x0FFF;
    private const int WriteBits = 0x92;

    public static bool IsUnix { get; } = Path.DirectorySeparatorChar == '/';

    private static bool IsMac { get; } = RuntimeInformation.IsOSPlatform(OSPlatform.OSX);

    /// <summary>Looks at a path.</summary>
    /// <returns>Null where the system cannot tell.</returns>
    public static FileStatus? StatusOf(string path, bool followLink) => Read(path, followLink) switch
    {
        null => null,
        { Mode: 0 } => new FileStatus(FileKind.Missing),
        { } found => (found.Mode & TypeMask) switch
        {
            0x8000 => new FileStatus(FileKind.File, found.Names, (found.Mode & WriteBits) == 0 || access(Utf8(path), mode: 2) != 0),
            0xA000 => new FileStatus(FileKind.Link),
            0x4000 => new FileStatus(FileKind.Directory),
            _ => new FileStatus(FileKind.Special),
        },
    };

    /// <summary>
    /// Gives a new file the mode of the one that it will replace, and its owner and group where this process may: a file that only its owner
    /// could read must not become everybody's.
    /// </summary>
    /// <exception cref="UnauthorizedAccessException">The mode cannot be set.</exception>
    public static void KeepOwnerAndMode(string replaced, FileStream created)
    {
        if (!IsUnix || Read(replaced, followLink: false) is not { } old || Read(created.Name, followLink: false) is not { } now)
        {
            return;
        }

        if (old.Owner != now.Owner || old.Group != now.Group)
        {
            // Who may not give a file away may still put it into a group of theirs.
            _ = fchown(created.SafeFileHandle, old.Owner, old.Group) == 0 || fchown(created.SafeFileHandle, Unchanged, old.Group) == 0;
        }

        if ((old.Mode & ModeMask) != (now.Mode & ModeMask) && fchmod(created.SafeFileHandle, old.Mode & ModeMask) != 0)
        {
            throw new UnauthorizedAccessException($"'{created.Name}' cannot have the mode of '{replaced}'.");
        }
    }

    /// <summary>Reads what both systems keep of a file, each at places of its own.</summary>
    /// <returns>All zero where there is nothing; null where the system cannot tell.</returns>
    private static (int Mode, int Names, int Owner, int Group)? Read(string path, bool followLink)
    {
        // Larger than the structure of either.
        var status = new byte[512];
        var name = Utf8(path);
        try
        {
            var result = !IsMac ? statx(-100, name, followLink ? 0 : 0x100, mask: 0x7FF, status)
                : RuntimeInformation.ProcessArchitecture == Architecture.X64 ? fstatat64(-2, name, status, followLink ? 0 : 0x20)
                : fstatat(-2, name, status, followLink ? 0 : 0x20);
            if (result != 0)
            {
                // EPERM and ENOSYS: a container that does not know the call.
                return Marshal.GetLastWin32Error() is 1 or 38 ? null : (0, 0, 0, 0);
            }
        }
        catch (EntryPointNotFoundException)
        {
            return null;
        }

        int Short(int at) => BitConverter.ToUInt16(status, at);
        int Long(int at) => BitConverter.ToInt32(status, at);
        return IsMac ? (Short(4), Short(6), Long(16), Long(20)) : (Short(28), Long(16), Long(20), Long(24));
    }

    private static byte[] Utf8(string path) => Encoding.UTF8.GetBytes(path + '\0');

    [DllImport("libc", SetLastError = true)]
    private static extern int statx(int folder, byte[] path, int flags, uint mask, byte[] status);

    [DllImport("libc", SetLastError = true)]
    private static extern int fstatat(int folder, byte[] path, byte[] status, int flags);

    [DllImport("libc", EntryPoint = "fstatat$INODE64", SetLastError = true)]
    private static extern int fstatat64(int folder, byte[] path, byte[] status, int flags);

    [DllImport("libc")]
    private static extern int access(byte[] path, int mode);

    [DllImport("libc")]
    private static extern int fchown(SafeFileHandle file, int owner, int group);

    [DllImport("libc")]
    private static extern int fchmod(SafeFileHandle file, int mode);
}

using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace MewsThreads.Sync;

/// <summary>What .NET Standard cannot tell of a file on Windows.</summary>
internal static class WindowsFile
{
    private const uint ReadAttributes = 0x80;
    private const uint BackupSemantics = 0x0200_0000;
    private const uint OpenReparsePoint = 0x0020_0000;
    private const uint Disk = 1;
    private const int StandardInfo = 1;
    private const int AttributeTagInfo = 9;

    // The bit of a tag that says that the file stands for another one. Files in the cloud are reparse points, too, and have it not.
    private const uint NameSurrogate = 0x2000_0000;

    /// <summary>Looks at a path.</summary>
    /// <returns>Null where the system cannot tell.</returns>
    public static FileStatus? StatusOf(string path, bool followLink)
    {
        var flags = BackupSemantics | (followLink ? 0 : OpenReparsePoint);
        using var file = CreateFileW(
            path, ReadAttributes, FileShare.ReadWrite | FileShare.Delete, IntPtr.Zero, FileMode.Open, flags, IntPtr.Zero);
        if (file.IsInvalid)
        {
            // There is no such file, or no such folder.
            return Marshal.GetLastWin32Error() is 2 or 3 ? new FileStatus(FileKind.Missing) : null;
        }

        if (GetFileType(file) != Disk)
        {
            return new FileStatus(FileKind.Special);
        }

        var tag = new byte[8];
        var standard = new byte[24];
        if (!GetFileInformationByHandleEx(file, AttributeTagInfo, tag, tag.Length)
            || !GetFileInformationByHandleEx(file, StandardInfo, standard, standard.Length))
        {
            return null;
        }

        var attributes = (FileAttributes)BitConverter.ToInt32(tag, 0);
        return (attributes & FileAttributes.ReparsePoint) != 0 && (BitConverter.ToUInt32(tag, 4) & NameSurrogate) != 0
            ? new FileStatus(FileKind.Link)
            : (attributes & FileAttributes.Directory) != 0
            ? new FileStatus(FileKind.Directory)
            : new FileStatus(FileKind.File, BitConverter.ToUInt32(standard, 16), (attributes & FileAttributes.ReadOnly) != 0);
    }

    [DllImport("kernel32", CharSet = CharSet.Unicode, SetLastError = true)]
    private static extern SafeFileHandle CreateFileW(
        string name, uint access, FileShare share, IntPtr security, FileMode mode, uint flags, IntPtr template);

    [DllImport("kernel32")]
    private static extern uint GetFileType(SafeFileHandle file);

    [DllImport("kernel32")]
    private static extern bool GetFileInformationByHandleEx(SafeFileHandle file, int kind, byte[] information, int size);
}

namespace MewsThreads.Sync;

/// <summary>Why a file cannot be brought in step.</summary>
internal enum SyncFailure
{
    /// <summary>Another run has it, or a program that lets nobody else write it.</summary>
    FileInUse,

    /// <summary>It is not what the last run left.</summary>
    FileChanged,

    /// <summary>It is there, its state is not.</summary>
    StateMissing,

    /// <summary>Its state is of another property, other options or another version.</summary>
    StateForeign,

    /// <summary>What lies in the place of its state is none.</summary>
    StateUnreadable,

    /// <summary>It, or what lies beside it, could not be read or written.</summary>
    FileInaccessible,
}

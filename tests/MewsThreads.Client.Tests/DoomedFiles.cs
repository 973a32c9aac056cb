using MewsThreads.Sync;

namespace MewsThreads.Client.Tests;

/// <summary>Files of a run that is killed before one of its steps, or whose disk is full.</summary>
internal sealed class DoomedFiles(string path, Random random, int steps, bool isDiskFull) : SyncFiles(path)
{
    private readonly HashSet<string> _unflushed = [];
    private string _created = "";
    private int _left = steps;

    /// <summary>Kills the run where its time has come; whatever it would still do to clean up does not happen either.</summary>
    public void Step()
    {
        if (--_left < 0)
        {
            throw new KilledException();
        }
    }

    public override Stream CreateNew(string replaced)
    {
        var stream = base.CreateNew(replaced);
        _created = NewOf(replaced);
        _unflushed.Add(_created);
        return isDiskFull ? new FullDisk(stream, random.Next(2000)) : stream;
    }

    public override void Flush(Stream created)
    {
        if (created is FullDisk)
        {
            Before("flush");
        }
        else
        {
            base.Flush(created);
        }

        _unflushed.Remove(_created);
    }

    /// <summary>Of what was not flushed before a kill, any part may be on the disk.</summary>
    public void Tear()
    {
        foreach (var file in _left < 0 ? _unflushed.Where(File.Exists) : [])
        {
            using var stream = File.OpenWrite(file);
            stream.SetLength(random.NextInt64(stream.Length + 1));
        }
    }

    protected override void Before(string step) => Step();

    internal sealed class KilledException : Exception;

    /// <summary>A stream that takes so many bytes and no more.</summary>
    private sealed class FullDisk(Stream inner, int room) : Stream
    {
        private int _room = room;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => inner.Length;

        public override long Position
        {
            get => inner.Position;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            _room -= count;
            if (_room < 0)
            {
                throw new IOException("No space left on device");
            }

            inner.Write(buffer, offset, count);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}

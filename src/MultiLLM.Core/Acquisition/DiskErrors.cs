using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Acquisition;

/// <summary>What the file system's exceptions mean.</summary>
internal static class DiskErrors
{
    private const int NoSpace = 28;            // ENOSPC
    private const int QuotaExceeded = 122;     // EDQUOT on Linux
    private const int ReadOnly = 30;           // EROFS
    private const int WindowsDiskFull = unchecked((int)0x80070070);
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027);

    /// <summary>Null: no failure of the disk.</summary>
    public static Error? Of(Exception exception) => exception switch
    {
        IOException { HResult: NoSpace or QuotaExceeded or WindowsDiskFull or WindowsHandleDiskFull } =>
            new Error(ErrorCode.DiskFull, $"The disk is full: {exception.Message}"),
        IOException { HResult: ReadOnly } or UnauthorizedAccessException => new Error(ErrorCode.StoreNotWritable, exception.Message),
        IOException { InnerException: null } and not System.Net.Http.HttpIOException => new Error(ErrorCode.StoreNotWritable, $"The disk failed: {exception.Message}"),
        _ => null,
    };
}

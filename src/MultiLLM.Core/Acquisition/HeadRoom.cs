using Microsoft.Extensions.Options;
using MultiLLM.Core.Errors;
using MultiLLM.Core.Hardware.Files;

namespace MultiLLM.Core.Acquisition;

/// <summary>Whether files fit on the disk before they are written.</summary>
internal sealed class HeadRoom(IDiskSpace disk, IOptions<PullOptions> options)
{
    private readonly long _reserve = options.Value.DiskReserveBytes;

    /// <summary>Null: they fit.</summary>
    /// <param name="what">Subject of the error's sentence.</param>
    /// <param name="staging">Where they are written first.</param>
    /// <param name="stagingBytes">What is still to be written there.</param>
    /// <param name="store">Where they are moved to in the end.</param>
    /// <param name="allBytes">Their size; counts where the store lies on another disk.</param>
    public Error? Check(string what, string staging, long stagingBytes, string store, long allBytes)
    {
        var (here, there) = (disk.Of(staging), disk.Of(store));
        return TooLittle(what, staging, here, stagingBytes) ?? (here.Volume == there.Volume ? null : TooLittle(what, store, there, allBytes));
    }

    private Error? TooLittle(string what, string folder, DiskRoom room, long needed) =>
        needed <= room.FreeBytes - _reserve ? null : new Error(
            ErrorCode.DiskFull,
            $"{what} needs {needed} more bytes at {folder}, and {_reserve} are to stay free; {room.FreeBytes} are free, {needed + _reserve - room.FreeBytes} too few.");
}

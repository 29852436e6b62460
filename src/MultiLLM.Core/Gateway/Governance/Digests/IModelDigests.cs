using MultiLLM.Core.Catalog;
using MultiLLM.Core.Errors;

namespace MultiLLM.Core.Gateway.Governance.Digests;

/// <param name="Sha256">
/// Of the model's file, 64 lower-case hexadecimal digits; of one in several files, of the list of their digests and names. Null: the model lies on another server.
/// </param>
public sealed record ModelDigest(string? Sha256);

/// <summary>Digests of model files, remembered as long as a file keeps its size and its time.</summary>
public interface IModelDigests
{
    /// <summary>As it was when last looked at, seconds ago; null: not known yet.</summary>
    ModelDigest? Of(ModelDefinition model);

    /// <summary>Reads the file where it is not known. A file that cannot be read is <see cref="ErrorCode.InvalidModelFile"/>.</summary>
    ValueTask<Result<ModelDigest>> FindAsync(ModelDefinition model, CancellationToken cancellationToken);
}

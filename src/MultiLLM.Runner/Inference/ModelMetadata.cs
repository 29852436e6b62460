using System.Text;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Inference;

/// <summary>What the model's file says about it.</summary>
internal static unsafe class ModelMetadata
{
    /// <summary>A value as text, cut to 511 bytes; null: the file does not have the key.</summary>
    public static string? Text(LlamaModelHandle model, string key)
    {
        Span<byte> buffer = stackalloc byte[512];
        fixed (byte* b = buffer)
        {
            var length = LlamaApi.llama_model_meta_val_str(model, key, b, (nuint)buffer.Length);
            return length < 0 ? null : Encoding.UTF8.GetString(buffer[..Math.Min(length, buffer.Length - 1)]);
        }
    }
}

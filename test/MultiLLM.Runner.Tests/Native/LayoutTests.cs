using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using MultiLLM.Runner.Native;

namespace MultiLLM.Runner.Tests.Native;

/// <summary>The structs against sizeof and offsetof of the pinned release's headers, and against what its library fills in.</summary>
public sealed class LayoutTests
{
    [Fact]
    public void Sizes_OfEveryStruct_MatchTheHeaders()
    {
        Assert.Equal(80, Unsafe.SizeOf<LlamaModelParams>());
        Assert.Equal(160, Unsafe.SizeOf<LlamaContextParams>());
        Assert.Equal(56, Unsafe.SizeOf<LlamaBatch>());
        Assert.Equal(12, Unsafe.SizeOf<LlamaTokenData>());
        Assert.Equal(32, Unsafe.SizeOf<LlamaTokenDataArray>());
        Assert.Equal(528, Unsafe.SizeOf<GgmlThreadpoolParams>());
    }

    [Theory]
    [InlineData(typeof(LlamaModelParams), nameof(LlamaModelParams.GpuLayers), 16)]
    [InlineData(typeof(LlamaModelParams), nameof(LlamaModelParams.LoadMode), 24)]
    [InlineData(typeof(LlamaModelParams), nameof(LlamaModelParams.MainGpu), 32)]
    [InlineData(typeof(LlamaModelParams), nameof(LlamaModelParams.TensorSplit), 40)]
    [InlineData(typeof(LlamaModelParams), nameof(LlamaModelParams.ProgressCallback), 48)]
    [InlineData(typeof(LlamaModelParams), nameof(LlamaModelParams.KvOverrides), 64)]
    [InlineData(typeof(LlamaModelParams), nameof(LlamaModelParams.VocabOnly), 72)]
    [InlineData(typeof(LlamaModelParams), nameof(LlamaModelParams.LoadMtp), 77)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.SeqMax), 12)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.Threads), 28)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.PoolingType), 44)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.FlashAttnType), 52)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.YarnOrigCtx), 80)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.CbEval), 88)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.TypeK), 104)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.AbortCallback), 112)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.Embeddings), 128)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.SwaFull), 132)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.KvUnified), 133)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.Samplers), 136)]
    [InlineData(typeof(LlamaContextParams), nameof(LlamaContextParams.CtxOther), 152)]
    [InlineData(typeof(LlamaBatch), nameof(LlamaBatch.Token), 8)]
    [InlineData(typeof(LlamaBatch), nameof(LlamaBatch.Pos), 24)]
    [InlineData(typeof(LlamaBatch), nameof(LlamaBatch.SeqId), 40)]
    [InlineData(typeof(LlamaBatch), nameof(LlamaBatch.Logits), 48)]
    [InlineData(typeof(LlamaTokenData), nameof(LlamaTokenData.Logit), 4)]
    [InlineData(typeof(LlamaTokenDataArray), nameof(LlamaTokenDataArray.Selected), 16)]
    [InlineData(typeof(LlamaTokenDataArray), nameof(LlamaTokenDataArray.Sorted), 24)]
    [InlineData(typeof(GgmlThreadpoolParams), nameof(GgmlThreadpoolParams.Threads), 512)]
    [InlineData(typeof(GgmlThreadpoolParams), nameof(GgmlThreadpoolParams.Poll), 520)]
    [InlineData(typeof(GgmlThreadpoolParams), nameof(GgmlThreadpoolParams.StrictCpu), 524)]
    [InlineData(typeof(GgmlThreadpoolParams), nameof(GgmlThreadpoolParams.Paused), 525)]
    public void Offset_OfAField_MatchesTheHeader(Type type, string field, int offset) =>
        Assert.Equal(offset, (int)Marshal.OffsetOf(type, field));

    [Fact]
    public void ModelDefaults_FromTheLibrary_LandInTheirFields()
    {
        NativeLibraries.Load();
        var defaults = LlamaApi.llama_model_default_params();
        Assert.Equal(-1, defaults.GpuLayers);
        Assert.Equal(1, defaults.UseExtraBufts);
        Assert.Equal(0, defaults.VocabOnly);
        Assert.Equal(0, defaults.NoAlloc);
    }

    [Fact]
    public void ContextDefaults_FromTheLibrary_LandInTheirFields()
    {
        NativeLibraries.Load();
        var defaults = LlamaApi.llama_context_default_params();
        Assert.Equal(512u, defaults.Ctx);
        Assert.Equal(2048u, defaults.Batch);
        Assert.Equal(512u, defaults.Ubatch);
        Assert.Equal(1u, defaults.SeqMax);
        Assert.Equal(1u, defaults.OutputsMaxPerSeq);
        Assert.Equal(-1, defaults.RopeScalingType);
        Assert.Equal(-1, defaults.FlashAttnType);
        Assert.Equal(-1f, defaults.YarnExtFactor);
        Assert.Equal(1, defaults.TypeK);
        Assert.Equal(1, defaults.TypeV);
        Assert.Equal(0, defaults.Embeddings);
        Assert.Equal(1, defaults.OffloadKqv);
        Assert.Equal(1, defaults.SwaFull);
        Assert.Equal(0, defaults.KvUnified);
    }

    [Fact]
    public unsafe void ThreadpoolDefaults_FromTheLibrary_LandInTheirFields()
    {
        NativeLibraries.Load();
        GgmlThreadpoolParams parameters;
        GgmlApi.ggml_threadpool_params_init(&parameters, 3);
        Assert.Equal(3, parameters.Threads);
        Assert.Equal(50u, parameters.Poll);
        Assert.Equal(0, parameters.Paused);
    }

    public static TheoryData<Type, string> Imports()
    {
        var data = new TheoryData<Type, string>();
        foreach (var type in new[] { typeof(LlamaApi), typeof(GgmlApi) })
        {
            foreach (var method in type.GetMethods(BindingFlags.Static | BindingFlags.NonPublic))
            {
                if (method.Name.StartsWith("llama_", StringComparison.Ordinal) || method.Name.StartsWith("ggml_", StringComparison.Ordinal))
                    data.Add(type, method.Name);
            }
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Imports))]
    public void Import_IsExported_ByItsLibrary(Type type, string function)
    {
        NativeLibraries.Load();
        var libraries = Directory.EnumerateFiles(NativeLibraries.Folder)
            .Where(file => type == typeof(LlamaApi) ? file.Contains("libllama.") : file.Contains("libggml.") || file.Contains("libggml-base"))
            .ToList();
        Assert.NotEmpty(libraries);
        Assert.Contains(libraries, file => NativeLibrary.TryGetExport(NativeLibrary.Load(file), function, out _));
    }

    [Fact]
    public void ThreadPool_OnTheCpuDevice_CanBeMade()
    {
        NativeLibraries.Load();
        using var pool = ThreadPoolHandle.Create(2, 50);
        Assert.NotNull(pool);
        Assert.False(pool.IsInvalid);
    }
}

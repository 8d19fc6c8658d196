import { type Request, type Response, Router } from 'express';
import type { EmulatedFile } from '../../file-shelf.ts';
import type { EmulatorKit } from '../../kit.ts';

// The vendor's file host. The real one has a name of its own; here its paths stand beside the API's.

const ENDINGS: Readonly<Record<string, string>> = {
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/webp': 'webp',
};

const refuse = (response: Response, code: number, msg: string): Response =>
  response.json({ success: false, code, msg });

export function uploadRoutes(kit: EmulatorKit): Router {
  const router = Router();
  router.post('/file-stream-upload', (request, response) => {
    const [file] = Array.isArray(request.files) ? request.files : [];
    if (!file) return refuse(response, 400, 'file is required');
    return keep(kit, request, response, file.buffer, file.mimetype);
  });
  router.post('/file-base64-upload', (request, response) => {
    const { base64Data }: { base64Data?: unknown } = Object(request.body);
    const [, type = 'image/png', data] =
      /^(?:data:([^;]+);base64,)?([A-Za-z0-9+/=\s]+)$/.exec(String(base64Data ?? '')) ?? [];
    if (data === undefined) return refuse(response, 400, 'base64Data is not valid base64');
    return keep(kit, request, response, Buffer.from(data, 'base64'), type);
  });
  router.post('/file-url-upload', async (request, response) => {
    const bytes = await kit.readInput(String(Object(request.body).fileUrl));
    if (!bytes) return refuse(response, 500, 'Failed to download the file');
    return keep(kit, request, response, bytes, 'image/png');
  });
  return router;
}

function keep(
  kit: EmulatorKit,
  request: Request,
  response: Response,
  bytes: Buffer,
  contentType: string,
): Response {
  const { uploadPath, fileName }: { uploadPath?: unknown; fileName?: unknown } = Object(request.body);
  if (typeof uploadPath !== 'string' || uploadPath === '' || /^\/|\/$/.test(uploadPath)) {
    return refuse(response, 400, 'uploadPath is required');
  }
  const name = String(fileName ?? `${Date.now()}-upload.${ENDINGS[contentType] ?? 'bin'}`);
  const file: EmulatedFile = { bytes, contentType, name, width: null, height: null, seconds: null };
  return response.json({
    success: true,
    code: 200,
    msg: 'File uploaded successfully',
    data: {
      success: true,
      fileName: name,
      filePath: `kieai/100001/${uploadPath}/${name}`,
      downloadUrl: kit.linkTo(file),
      fileSize: bytes.length,
      mimeType: contentType,
      uploadedAt: new Date().toISOString(),
    },
  });
}
